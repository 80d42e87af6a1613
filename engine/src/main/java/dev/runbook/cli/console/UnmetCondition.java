package dev.runbook.cli.console;

import dev.runbook.journal.Event.FailedCondition;
import dev.runbook.transcript.Ink;
import dev.runbook.value.HarmlessText;
import java.util.stream.Collectors;

/** A condition that did not hold, in one line with what each of its parts was, or why it cannot be judged. */
final class UnmetCondition {
    private UnmetCondition() {}

    static String told(FailedCondition condition, Ink ink) {
        String parts = condition.parts().stream()
                .map(part -> HarmlessText.line(part.text()) + " was " + HarmlessText.line(part.value()))
                .collect(Collectors.joining(", "));
        String why = condition.undecided().isEmpty()
                ? parts
                : "cannot be judged: " + HarmlessText.line(condition.undecided());
        return HarmlessText.line(condition.text()) + ink.faint("   " + why);
    }
}
