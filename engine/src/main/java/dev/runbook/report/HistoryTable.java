package dev.runbook.report;

import dev.runbook.journal.RecordMap;
import dev.runbook.journal.event.Mode;
import dev.runbook.journal.event.Resumed;
import dev.runbook.json.JsonWriter;
import dev.runbook.terminal.TerminalSanitizer;
import dev.runbook.terminal.TextColumns;
import dev.runbook.time.TimeText;
import dev.runbook.value.EnumWord;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The history as a table for people and as JSON for programs. */
public final class HistoryTable {
    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneOffset.UTC);
    private static final List<String> HEAD =
            List.of("run", "started (UTC)", "runbook", "environment", "mode", "status", "took", "RTO clock", "who", "");

    private HistoryTable() {}

    /** Returns one line per run under a line of headings; each line ends in a line break. */
    public static String text(List<PastRun> runs) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEAD);
        runs.forEach(run -> rows.add(row(run)));
        return String.join("\n", TextColumns.lines(rows)) + "\n";
    }

    private static List<String> row(PastRun run) {
        return List.of(
                run.id(),
                WHEN.format(run.startedAt()),
                TerminalSanitizer.line(run.runbook()),
                TerminalSanitizer.line(run.environment()),
                run.mode().map(Mode::word).orElse(""),
                status(run),
                run.tookMs() < 0 ? "" : time(run.tookMs()),
                clock(run),
                TerminalSanitizer.line(run.who()),
                note(run));
    }

    private static String status(PastRun run) {
        return switch (run.status()) {
            case DAMAGED, EMPTY -> run.flaw();
            default -> EnumWord.phrase(run.status());
        };
    }

    /** Returns what the status does not say. */
    private static String note(PastRun run) {
        return Stream.of(
                        run.partial().isEmpty() ? "" : "partial (" + TerminalSanitizer.line(run.partial()) + ")",
                        run.notUndone() == 0 ? "" : run.notUndone() + " NOT undone",
                        TerminalSanitizer.line(resumed(run.resumes())))
                .filter(note -> !note.isEmpty())
                .collect(Collectors.joining("  "));
    }

    /**
     * Describes the resumes: {@code resumed by maria, because the disk was full}; for several, the count and the last
     * one.
     */
    private static String resumed(List<Resumed> resumes) {
        if (resumes.isEmpty()) {
            return "";
        }
        Resumed last = resumes.get(resumes.size() - 1);
        return (resumes.size() == 1 ? "resumed by " : "resumed " + resumes.size() + " times, last by ")
                + last.engine().who()
                + (last.reason().isEmpty() ? "" : ", because " + last.reason());
    }

    private static String clock(PastRun run) {
        if (run.rtoMs() < 0) {
            return "";
        }
        String of = time(run.rtoMs());
        return run.clockMs() < 0
                ? "of " + of
                : time(run.clockMs()) + " of " + of + (run.clockMs() > run.rtoMs() ? " missed" : "");
    }

    private static String time(long ms) {
        return TimeText.ofMs(ms);
    }

    /** Returns the runs for programs: a list of {@link PastRun}. */
    public static String json(List<PastRun> runs) {
        return JsonWriter.pretty(runs.stream().map(RecordMap::of).toList()) + "\n";
    }
}
