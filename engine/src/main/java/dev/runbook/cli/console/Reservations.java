package dev.runbook.cli.console;

import dev.runbook.journal.Event;
import dev.runbook.journal.UndoReport;
import dev.runbook.transcript.Ink;
import dev.runbook.value.HarmlessText;
import dev.runbook.value.StepPath;
import dev.runbook.value.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a run's status does not say: that it was a part of its runbook only, which failures its handlers let pass, what was
 * to be undone and is not, which faults of a drill were never met. Told by the run's thread, asked for after it.
 */
final class Reservations {
    private final UndoReport takenBack = new UndoReport();
    private final Map<String, String> containers = new HashMap<>();
    private final Map<String, String> failures = new LinkedHashMap<>();
    private final Map<String, String> letPass = new LinkedHashMap<>();
    private final Set<String> openFallbacks = new LinkedHashSet<>();
    private final List<String> notMet = new ArrayList<>();
    private String part = "";

    void recorded(Event event) {
        takenBack.add(event);
        if (event instanceof Event.RunStarted started) {
            part = started.part();
            learn(started.plan());
        } else if (event instanceof Event.FollowStarted followed) {
            learn(followed.plan());
            openFallbacks.remove(followed.step());
        } else if (event instanceof Event.StepFinished step) {
            ended(step.step(), step.result(), step.cause());
        } else if (event instanceof Event.GroupFinished group) {
            ended(group.step(), group.result(), group.cause());
        } else if (event instanceof Event.HandlerStarted handler) {
            handler.fallback().ifPresent(openFallbacks::add);
        } else if (event instanceof Event.HandlerFinished handler
                && handler.ending().equals("carryOn")) {
            letPass.put(handler.of(), failures.getOrDefault(handler.of(), ""));
        } else if (event instanceof Event.Noted noted && noted.kind().equals(Event.Noted.NOT_MET)) {
            notMet.add(noted.text());
        }
    }

    private void learn(List<Event.PlannedStep> plan) {
        plan.forEach(step -> containers.put(step.step(), step.container()));
    }

    private void ended(String step, String result, String cause) {
        if (result.equals("ok") || result.equals("skipped")) {
            failures.remove(step);
        } else {
            failures.put(step, Words.told(result) + (cause.isEmpty() ? "" : ": " + cause));
        }
    }

    /** Whether a handler let the failure of this step, or of what it stands in, pass. */
    boolean letPass(String step) {
        return !step.isEmpty()
                && (letPass.containsKey(step)
                        || letPass.keySet().stream().anyMatch(outer -> StepPath.isWithin(step, outer))
                        || letPass(containers.getOrDefault(step, "")));
    }

    /** Whether it is one that takes a step back: told apart from the run's own. */
    boolean takesBack(String step) {
        return takenBack.all().stream().anyMatch(undo -> undo.undo().equals(step));
    }

    /** Whether a step was to be undone and is not. */
    boolean notTakenBack() {
        return takenBack.all().stream().anyMatch(undo -> !undo.done());
    }

    /** Runbooks that were to take over, by the paths they were to have. */
    Set<String> openFallbacks() {
        return openFallbacks;
    }

    List<String> lines(Ink ink) {
        List<String> lines = new ArrayList<>();
        if (!part.isEmpty()) {
            lines.add(
                    "  " + ink.warning("partial (" + harmless(part) + ")") + ": the rest of the runbook was left out");
        }
        letPass.forEach((of, why) -> lines.add(
                "  " + ink.warning("let pass: ") + harmless(of) + (why.isEmpty() ? "" : " (" + harmless(why) + ")")));
        List<UndoReport.Undo> undos = takenBack.all();
        if (!UndoReport.done(undos).isEmpty()) {
            lines.add("  undone: " + harmless(UndoReport.done(undos)));
        }
        if (!UndoReport.missed(undos).isEmpty()) {
            lines.add("  " + ink.bad("NOT undone: ") + harmless(UndoReport.missed(undos)));
        }
        notMet.forEach(text -> lines.add("  " + ink.warning(harmless(text))));
        return lines;
    }

    /** {@code partial} (null for the whole), {@code letPass}, {@code takenBack}, {@code faultsNotMet}. */
    Map<String, Object> data() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("partial", part.isEmpty() ? null : part);
        data.put("letPass", List.copyOf(letPass.keySet()));
        data.put(
                "takenBack", takenBack.all().stream().map(UndoReport.Undo::data).toList());
        data.put("faultsNotMet", notMet);
        return data;
    }

    private static String harmless(String text) {
        return HarmlessText.line(text);
    }
}
