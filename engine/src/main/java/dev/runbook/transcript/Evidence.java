package dev.runbook.transcript;

import dev.runbook.journal.event.AttemptFinished;
import dev.runbook.journal.event.FailedCondition;
import dev.runbook.journal.event.StopReport;
import dev.runbook.model.StepView;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Explains in lines why a step did not end well: its conditions with their values, how it was stopped, its last output.
 */
final class Evidence {
    private static final int MOST_PARTS = 8;

    private Evidence() {}

    static List<String> conditions(AttemptFinished attempt) {
        List<String> lines = new ArrayList<>();
        for (FailedCondition condition : attempt.failed()) {
            String parts = condition.parts().stream()
                    .limit(MOST_PARTS)
                    .map(part -> part.text() + " was " + part.value())
                    .collect(Collectors.joining(", "));
            String but = condition.undecided().isEmpty() ? parts : "it cannot be judged: " + condition.undecided();
            lines.add("expected " + condition.text() + (but.isEmpty() ? "" : ", but " + but)
                    + (condition.place().isEmpty() ? "" : " (" + condition.place() + ")"));
        }
        return lines;
    }

    /** Returns how the stop was proven, or what survived it; empty when nothing was stopped. */
    static String stopped(AttemptFinished attempt) {
        StopReport stopped = attempt.stopped();
        if (stopped.what().isEmpty()) {
            return "";
        }
        return stopped.survivors().isEmpty()
                ? "stopped, confirmed after " + TimeFormat.of(stopped.tookMs()) + ": " + stopped.what()
                : "NOT stopped, still runs after " + TimeFormat.of(stopped.tookMs()) + ": "
                        + String.join(", ", stopped.survivors()) + " (" + stopped.what() + ")";
    }

    /** Returns the size of the output and where all of it is kept. */
    static String output(StepView.AttemptView attempt) {
        return attempt.finished()
                .filter(ended -> ended.output().bytes() > 0)
                .map(ended -> TimeFormat.bytes(ended.output().bytes()) + " printed"
                        + (ended.output().droppedBytes() > 0
                                ? ", " + TimeFormat.bytes(ended.output().droppedBytes()) + " left out"
                                : "")
                        + (attempt.output().isEmpty() ? "" : ", kept in " + attempt.output()))
                .orElse("");
    }
}
