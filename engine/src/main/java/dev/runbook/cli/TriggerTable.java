package dev.runbook.cli;

import dev.runbook.terminal.TerminalSanitizer;
import dev.runbook.terminal.TextColumns;
import dev.runbook.time.TimeText;
import dev.runbook.trigger.Decision;
import java.util.ArrayList;
import java.util.List;

/** The drills of triggers as a table: a line for each, and below one that is not as expected the reason. */
record TriggerTable(List<TriggerVerdict> verdicts, List<NotDrilled> notDrilled) {
    private static final List<String> HEAD = List.of("", "trigger", "cause", "detected", "effect");

    /** Returns the table and the sum; empty without any trigger. */
    String text() {
        StringBuilder text = new StringBuilder();
        if (!verdicts.isEmpty()) {
            List<List<String>> rows = new ArrayList<>(List.of(HEAD));
            verdicts.forEach(verdict -> rows.add(row(verdict)));
            List<String> lines = TextColumns.lines(rows);
            text.append('\n').append(lines.get(0)).append('\n');
            for (int i = 0; i < verdicts.size(); i++) {
                text.append(lines.get(i + 1)).append('\n').append(reason(verdicts.get(i)));
            }
            if (verdicts.stream().flatMap(one -> one.detection().stream()).anyMatch(one -> one.clockFactor() > 1)) {
                text.append("\ndetected: from the fault to the decision; windows passed faster and count in full\n");
            }
            long expected = verdicts.stream().filter(TriggerVerdict::asExpected).count();
            text.append('\n')
                    .append(expected)
                    .append(" of ")
                    .append(verdicts.size())
                    .append(" triggers fired as expected\n");
        }
        if (!notDrilled.isEmpty()) {
            text.append(notDrilled.size())
                    .append(notDrilled.size() == 1 ? " trigger has" : " triggers have")
                    .append(" no drill:\n");
            notDrilled.forEach(one -> text.append("  ")
                    .append(TerminalSanitizer.line(one.file() + "  " + one.trigger() + ": "
                            + (one.reason().isEmpty() ? "no reason declared" : one.reason())))
                    .append('\n'));
        }
        return text.toString();
    }

    /** Returns one verdict in a line. */
    static String line(TriggerVerdict verdict) {
        return TerminalSanitizer.line("  " + (verdict.asExpected() ? "✓ " : "✗ ") + verdict.trigger() + ": "
                + (verdict.detection().isPresent() ? detected(verdict) + ", " + effect(verdict) : "")
                + (verdict.asExpected() || verdict.detection().isEmpty() ? "" : "; ")
                + verdict.problem());
    }

    private static List<String> row(TriggerVerdict verdict) {
        return List.of(
                verdict.asExpected() ? "✓" : "✗",
                TerminalSanitizer.line(verdict.trigger()
                        + verdict.severity()
                                .map(severity -> " (" + severity.word() + ")")
                                .orElse("")),
                TerminalSanitizer.line(verdict.cause()),
                detected(verdict),
                TerminalSanitizer.line(effect(verdict)));
    }

    private static String detected(TriggerVerdict verdict) {
        return verdict.detection()
                .map(detection -> "after " + TimeText.ofMs(detection.detectedAfterMs()))
                .orElse("not fired");
    }

    private static String effect(TriggerVerdict verdict) {
        String does = verdict.effect().describe();
        return verdict.detection().map(detection -> does + held(detection)).orElse(does);
    }

    private static String held(TriggerVerdict.Detection detection) {
        if (detection.decision() == Decision.Effect.COVERED) {
            return ", covered by '" + detection.by() + "'";
        }
        if (detection.decision() == Decision.Effect.COOLDOWN) {
            return ", waits " + detection.by() + " after the start before";
        }
        return detection.decision() == Decision.Effect.LOCKED ? ", waits for " + detection.by() : "";
    }

    private static String reason(TriggerVerdict verdict) {
        return verdict.asExpected() ? "" : "     " + TerminalSanitizer.line(verdict.problem()) + "\n";
    }
}
