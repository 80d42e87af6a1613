package dev.runbook.cli;

import dev.runbook.environment.DrillResult;
import dev.runbook.journal.RecordMap;
import dev.runbook.json.JsonWriter;
import dev.runbook.terminal.TerminalSanitizer;
import dev.runbook.terminal.TextColumns;
import dev.runbook.time.TimeText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The verdict on the drills of a folder.
 *
 * @param asExpected whether every drill ended as its declaration says
 * @param failurePaths of each runbook that has some
 * @param triggers the drills of triggers
 */
public record SuiteReport(
        String system,
        String environment,
        boolean asExpected,
        List<Drill> drills,
        List<FailurePaths> failurePaths,
        List<TriggerVerdict> triggers,
        List<NotDrilled> triggersNotDrilled) {
    private static final List<String> HEAD =
            List.of("", "runbook", "broken", "expected", "ended", "took", "RTO", "state");

    /**
     * The failure paths of a runbook.
     *
     * @param exercised how many of them a drill of the suite took
     * @param never the others, for people
     */
    public record FailurePaths(String runbook, int paths, int exercised, List<String> never) {}

    /**
     * One drill.
     *
     * @param broken the faults of the lab
     * @param injected the faults in the place of steps, {@code STEP:FAULT}
     * @param asExpected whether the run ended as declared, and changed what it was to change and nothing else
     * @param clockFactor how many times faster waits of a fixed length passed; 1 at real speed. All times count them in full
     * @param run the id of its run; empty if it was not started
     * @param tookMs from the start of the run to its end
     * @param rtoMs the objective; -1 without one
     * @param clockMs the time on the RTO clock; -1 where it was not measured
     * @param state what the drill changed in the lab
     * @param problem why the run failed or was not started; empty otherwise
     */
    public record Drill(
            String runbook,
            List<String> broken,
            List<String> injected,
            DrillResult expected,
            DrillResult ended,
            boolean asExpected,
            int clockFactor,
            String run,
            long tookMs,
            long rtoMs,
            long clockMs,
            StateChanges state,
            String problem) {
        /** Returns the faults for people. */
        String fault() {
            return SuiteReport.broken(broken, injected);
        }

        /** Returns the faults for a column: faults in the place of steps have long names, so only their number. */
        private String faultInColumn() {
            return SuiteReport.broken(broken, injected.isEmpty() ? List.of() : List.of(injected.size() + " injected"));
        }

        /** Returns why the drill is not as expected, a line for each reason. */
        List<String> reasons() {
            List<String> reasons = new ArrayList<>();
            if (ended != expected && !problem.isEmpty()) {
                reasons.add(problem);
            }
            reasons.addAll(state.problems());
            return reasons;
        }

        private List<String> row() {
            return List.of(
                    asExpected ? "✓" : "✗",
                    TerminalSanitizer.line(runbook),
                    TerminalSanitizer.line(faultInColumn()),
                    expected.word(),
                    ended.word(),
                    TimeText.ofMs(tookMs) + (clockFactor > 1 ? " at " + clockFactor + "x" : ""),
                    rto(),
                    state.counts());
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

    /** Returns what a drill breaks, for people: {@code green-fails; Stop traffic:fail}. */
    static String broken(List<String> faults, List<String> injected) {
        String all = Stream.of(faults, injected)
                .filter(some -> !some.isEmpty())
                .map(some -> String.join(", ", some))
                .collect(Collectors.joining("; "));
        return all.isEmpty() ? "nothing" : all;
    }

    public static SuiteReport of(
            String system, String environment, List<Drill> drills, List<FailurePaths> failurePaths) {
        return new SuiteReport(
                system,
                environment,
                drills.stream().allMatch(Drill::asExpected),
                List.copyOf(drills),
                failurePaths,
                List.of(),
                List.of());
    }

    /** Returns the report with the drills of triggers. */
    public SuiteReport with(List<TriggerVerdict> verdicts, List<NotDrilled> notDrilled) {
        return new SuiteReport(
                system,
                environment,
                asExpected && verdicts.stream().allMatch(TriggerVerdict::asExpected),
                drills,
                failurePaths,
                List.copyOf(verdicts),
                List.copyOf(notDrilled));
    }

    /** Returns a line for each drill, the reason below one that did not end as expected, and a last line with the sum. */
    String text() {
        return (drills.isEmpty() && !triggers.isEmpty() ? "" : drillsText() + coverage())
                + new TriggerTable(triggers, triggersNotDrilled).text();
    }

    private String drillsText() {
        List<List<String>> rows = new ArrayList<>(List.of(HEAD));
        drills.forEach(drill -> rows.add(drill.row()));
        List<String> lines = TextColumns.lines(rows);
        StringBuilder text = new StringBuilder(lines.get(0)).append('\n');
        for (int at = 0; at < drills.size(); at++) {
            text.append(lines.get(at + 1)).append('\n');
            if (!drills.get(at).asExpected()) {
                text.append(reason(drills.get(at)));
            }
        }
        long expected = drills.stream().filter(Drill::asExpected).count();
        if (drills.stream().anyMatch(drill -> drill.clockFactor() > 1)) {
            text.append("\nat Nx: waits of a fixed length passed N times faster; all times count them in full\n");
        }
        return text.append('\n')
                .append(expected)
                .append(" of ")
                .append(drills.size())
                .append(" drills ended as expected\n")
                .toString();
    }

    private String coverage() {
        if (failurePaths.isEmpty()) {
            return "";
        }
        int paths = failurePaths.stream().mapToInt(FailurePaths::paths).sum();
        int exercised = failurePaths.stream().mapToInt(FailurePaths::exercised).sum();
        StringBuilder text = new StringBuilder(exercised + " of " + paths + " failure paths exercised"
                + (exercised == paths ? "" : "; not by these drills:") + "\n");
        failurePaths.forEach(of -> of.never()
                .forEach(path -> text.append("  ")
                        .append(TerminalSanitizer.line(of.runbook() + "  " + path))
                        .append('\n')));
        return text.toString();
    }

    private static String reason(Drill drill) {
        String reasons = drill.reasons().stream()
                .map(reason -> "     " + TerminalSanitizer.line(reason) + "\n")
                .collect(Collectors.joining());
        return reasons + (drill.run().isEmpty() ? "" : "     runbook show " + drill.run() + "\n");
    }

    /** Returns the report for programs. */
    String json() {
        return JsonWriter.pretty(RecordMap.of(this)) + "\n";
    }
}
