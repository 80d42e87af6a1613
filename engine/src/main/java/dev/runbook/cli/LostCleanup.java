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
 * @param steps those that have not succeeded, by name
 * @param command runs them
 */
record LostCleanup(List<String> steps, String command) {
    static final LostCleanup NONE = new LostCleanup(List.of(), "");

    static LostCleanup of(RunModel model) {
        List<String> steps = model.openCleanups().stream()
                .flatMap(cleanup -> cleanup.inner().stream())
                .filter(step -> !step.path().isEmpty() && step.state() != StepState.OK)
                .map(StepView::path)
                .map(StepPath::last)
                .toList();
        return steps.isEmpty()
                ? NONE
                : new LostCleanup(steps, command(model.started().orElseThrow(), steps));
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
        return steps.isEmpty()
                ? List.of()
                : List.of(
                        "  not cleaned up: "
                                + steps.stream().map(step -> "'" + step + "'").collect(Collectors.joining(", ")),
                        "    resume runs them at its end; without it: " + command);
    }
}
