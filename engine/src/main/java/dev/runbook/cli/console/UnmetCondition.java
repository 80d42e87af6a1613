package dev.runbook.cli.console;

import dev.runbook.journal.event.FailedCondition;
import dev.runbook.terminal.ColorPalette;
import dev.runbook.terminal.TerminalSanitizer;
import java.util.stream.Collectors;

/**
 * Formats a condition that did not hold, in one line with the values of its parts, or with the reason why it cannot be
 * evaluated.
 */
final class UnmetCondition {
    private UnmetCondition() {}

    static String describe(FailedCondition condition, ColorPalette palette) {
        String parts = condition.parts().stream()
                .map(part -> TerminalSanitizer.line(part.text()) + " was " + TerminalSanitizer.line(part.value()))
                .collect(Collectors.joining(", "));
        String why = condition.undecided().isEmpty()
                ? parts
                : "cannot be judged: " + TerminalSanitizer.line(condition.undecided());
        return TerminalSanitizer.line(condition.text()) + palette.faint("   " + why);
    }
}
