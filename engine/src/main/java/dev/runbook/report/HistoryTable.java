package dev.runbook.report;

import dev.runbook.journal.Event;
import dev.runbook.time.TimeText;
import dev.runbook.value.JsonWriter;
import dev.runbook.value.TerminalSanitizer;
import dev.runbook.value.Words;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The history as a table for people and as JSON for programs. */
public final class HistoryTable {
    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneOffset.UTC);
    private static final List<String> HEAD =
            List.of("run", "started (UTC)", "runbook", "environment", "mode", "status", "took", "clock of RTO", "who");

    private HistoryTable() {}

    /** Returns one line per run under a line of headings; each line ends in a line break. */
    public static String text(List<PastRun> runs) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEAD);
        runs.forEach(run -> rows.add(row(run)));
        int[] widths = new int[HEAD.size()];
        rows.forEach(row -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < rows.size(); at++) {
            List<String> row = rows.get(at);
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
            }
            String note = at == 0 ? "" : note(runs.get(at - 1));
            text.append((line + note).stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private static List<String> row(PastRun run) {
        return List.of(
                run.id(),
                WHEN.format(run.startedAt()),
                TerminalSanitizer.line(run.runbook()),
                TerminalSanitizer.line(run.environment()),
                run.mode(),
                status(run),
                run.tookMs() < 0 ? "" : time(run.tookMs()),
                clock(run),
                TerminalSanitizer.line(run.who()));
    }

    private static String status(PastRun run) {
        return switch (run.status()) {
            case "damaged", "empty" -> run.flaw();
            default -> Words.describe(run.status());
        };
    }

    /** Returns what the status does not say. */
    private static String note(PastRun run) {
        return (run.part().isEmpty() ? "" : "partial (" + TerminalSanitizer.line(run.part()) + ")  ")
                + (run.notTakenBack() == 0 ? "" : run.notTakenBack() + " NOT undone  ")
                + TerminalSanitizer.line(resumed(run.resumes()));
    }

    /**
     * Describes the resumes: {@code resumed by maria, because the disk was full}; for several, the count and the last
     * one.
     */
    private static String resumed(List<Event.Resumed> resumes) {
        if (resumes.isEmpty()) {
            return "";
        }
        Event.Resumed last = resumes.get(resumes.size() - 1);
        return (resumes.size() == 1 ? "resumed by " : "resumed " + resumes.size() + " times, last by ")
                + last.who()
                + (last.reason().isEmpty() ? "" : ", because " + last.reason());
    }

    private static String clock(PastRun run) {
        if (run.rtoMs() < 0) {
            return "";
        }
        String of = time(run.rtoMs());
        return run.clockMs() < 0
                ? "of " + of
                : time(run.clockMs()) + " of " + of + (run.clockMs() > run.rtoMs() ? " broken" : "");
    }

    private static String time(long ms) {
        return TimeText.of(Duration.ofMillis(ms));
    }

    /**
     * Returns a list of objects, null for what is unknown:
     * {@code id, runbook, environment, mode, status, flaw, exitCode,}
     * {@code startedAt, who, tookMs, clockMs, rtoMs, partial, notTakenBack, resumes [who, after, reason]}.
     */
    public static String json(List<PastRun> runs) {
        return JsonWriter.pretty(runs.stream().map(HistoryTable::data).toList()) + "\n";
    }

    private static Map<String, Object> data(PastRun run) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", run.id());
        data.put("runbook", known(run.runbook()));
        data.put("environment", known(run.environment()));
        data.put("mode", known(run.mode()));
        data.put("status", run.status());
        data.put("flaw", known(run.flaw()));
        data.put("exitCode", run.exitCode() < 0 ? null : run.exitCode());
        data.put("startedAt", run.startedAt().truncatedTo(ChronoUnit.MILLIS).toString());
        data.put("who", known(run.who()));
        data.put("tookMs", run.tookMs() < 0 ? null : run.tookMs());
        data.put("clockMs", run.clockMs() < 0 ? null : run.clockMs());
        data.put("rtoMs", run.rtoMs() < 0 ? null : run.rtoMs());
        data.put("partial", run.part().isEmpty() ? null : run.part());
        data.put("notTakenBack", run.notTakenBack());
        data.put("resumes", run.resumes().stream().map(HistoryTable::resume).toList());
        return data;
    }

    private static Map<String, Object> resume(Event.Resumed resumed) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("who", resumed.who());
        data.put("after", resumed.after().word());
        data.put("reason", known(resumed.reason()));
        return data;
    }

    private static String known(String text) {
        return text.isEmpty() ? null : text;
    }
}
