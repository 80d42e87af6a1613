package dev.runbook.cli;

import dev.runbook.environment.DrillResult;
import dev.runbook.journal.RecordMap;
import dev.runbook.json.JsonWriter;
import dev.runbook.terminal.TerminalSanitizer;
import dev.runbook.time.TimeText;
import java.util.ArrayList;
import java.util.List;

/**
 * The verdict on the drills of a folder.
 *
 * @param asExpected whether every drill ended as its declaration says
 */
public record SuiteReport(String system, String environment, boolean asExpected, List<Drill> drills) {
    private static final List<String> HEAD = List.of("", "runbook", "broken", "expected", "ended", "took", "RTO");

    /**
     * One drill.
     *
     * @param run the id of its run; empty if it was not started
     * @param tookMs from the start of the run to its end
     * @param rtoMs the objective; -1 without one
     * @param clockMs the time on the RTO clock; -1 where it was not measured
     * @param problem why the run failed or was not started; empty otherwise
     */
    public record Drill(
            String runbook,
            List<String> broken,
            DrillResult expected,
            DrillResult ended,
            boolean asExpected,
            String run,
            long tookMs,
            long rtoMs,
            long clockMs,
            String problem) {
        /** Returns the faults for people. */
        String fault() {
            return broken.isEmpty() ? "nothing" : String.join(", ", broken);
        }

        private List<String> row() {
            return List.of(
                    asExpected ? "✓" : "✗",
                    TerminalSanitizer.line(runbook),
                    TerminalSanitizer.line(fault()),
                    expected.word(),
                    ended.word(),
                    TimeText.ofMs(tookMs),
                    rto());
        }

        private String rto() {
            if (rtoMs < 0) {
                return "none";
            }
            String objective = TimeText.ofMs(rtoMs);
            return clockMs < 0
                    ? "of " + objective
                    : TimeText.ofMs(clockMs) + " of " + objective + (clockMs > rtoMs ? ", missed" : "");
        }
    }

    public static SuiteReport of(String system, String environment, List<Drill> drills) {
        return new SuiteReport(system, environment, drills.stream().allMatch(Drill::asExpected), List.copyOf(drills));
    }

    /** Returns a line for each drill, the reason below one that did not end as expected, and a last line with the sum. */
    String text() {
        List<List<String>> rows = new ArrayList<>(List.of(HEAD));
        drills.forEach(drill -> rows.add(drill.row()));
        int[] widths = new int[HEAD.size()];
        rows.forEach(row -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < rows.size(); at++) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String cell = rows.get(at).get(i);
                line.append(cell).append(" ".repeat(widths[i] - cell.length() + 2));
            }
            text.append(line.toString().stripTrailing()).append('\n');
            if (at > 0 && !drills.get(at - 1).asExpected()) {
                text.append(reason(drills.get(at - 1)));
            }
        }
        long expected = drills.stream().filter(Drill::asExpected).count();
        return text.append('\n')
                .append(expected)
                .append(" of ")
                .append(drills.size())
                .append(" drills ended as expected\n")
                .toString();
    }

    private static String reason(Drill drill) {
        String problem = drill.problem().isEmpty() ? "" : "     " + TerminalSanitizer.line(drill.problem()) + "\n";
        return problem + (drill.run().isEmpty() ? "" : "     runbook show " + drill.run() + "\n");
    }

    /** Returns the report for programs. */
    String json() {
        return JsonWriter.pretty(RecordMap.of(this)) + "\n";
    }
}
