package dev.runbook.cli;

import dev.runbook.journal.event.RunStarted;
import dev.runbook.model.RunModel;
import dev.runbook.model.StepState;
import dev.runbook.model.StepView;
import dev.runbook.text.ShellWord;
import dev.runbook.value.StepPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The {@code cleanup} blocks that did not run because the engine died and the run was aborted.
 *
 * @param paths of their steps that have not succeeded
 * @param command runs them
 */
record LostCleanup(List<String> paths, String command) {
    static final LostCleanup NONE = new LostCleanup(List.of(), "");

    static LostCleanup of(RunModel model) {
        List<String> paths = model.openCleanups().stream()
                .flatMap(cleanup -> cleanup.inner().stream())
                .filter(step -> !step.path().isEmpty() && step.state() != StepState.OK)
                .map(StepView::path)
                .toList();
        return of(paths, model);
    }

    private static LostCleanup of(List<String> paths, RunModel model) {
        return paths.isEmpty()
                ? NONE
                : new LostCleanup(paths, command(model.started().orElseThrow(), names(paths)));
    }

    private static List<String> names(List<String> paths) {
        return paths.stream().map(StepPath::last).toList();
    }

    /** Returns the names of the steps. */
    List<String> steps() {
        return names(paths);
    }

    /** Returns the steps that have still not succeeded after they were run. */
    LostCleanup after(RunModel now) {
        return of(
                paths.stream()
                        .filter(path -> now.step(path)
                                .filter(step -> step.state() == StepState.OK || step.state() == StepState.SKIPPED)
                                .isEmpty())
                        .toList(),
                now);
    }

    private static String command(RunStarted run, List<String> steps) {
        List<String> words = new ArrayList<>(List.of(
                "runbook run", run.runbook().id(), "-e", run.environment().name()));
        steps.forEach(step -> words.add("--only " + ShellWord.readable(step)));
        for (Map.Entry<String, String> parameter : run.parameters().entrySet()) {
            words.add("-p " + parameter.getKey() + "=" + ShellWord.readable(parameter.getValue()));
        }
        return String.join(" ", words);
    }

    /** Returns the lines for people; none if nothing was lost. */
    List<String> describe() {
        return paths.isEmpty()
                ? List.of()
                : List.of(
                        "  not cleaned up: "
                                + steps().stream().map(step -> "'" + step + "'").collect(Collectors.joining(", ")),
                        "    by hand: " + command);
    }
}
