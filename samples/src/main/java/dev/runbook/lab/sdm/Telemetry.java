package dev.runbook.lab.sdm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runbook.lab.http.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the application's log files tell about all machines together, as the plan's triggers need it. */
record Telemetry(Collection<Machine> machines) {
    private static final Duration CRASHES_COUNT = Duration.ofMinutes(15);
    private static final Duration REPORTS_COUNT = Duration.ofSeconds(20);
    private static final Pattern LINE = Pattern.compile("(\\S+Z) \\w+ \\S+ (.*)");
    private static final Pattern DOWNLOADED = Pattern.compile("downloaded .* in (\\d+) ms");

    /** Returns the counts of the last minutes. */
    ObjectNode read() throws IOException {
        Instant now = Instant.now();
        long unixCrashes = 0;
        long windowsCrashes = 0;
        long damaged = 0;
        long shrunk = 0;
        List<String> recent = new ArrayList<>();
        for (Machine machine : machines) {
            long crashes = texts(machine, now.minus(CRASHES_COUNT)).stream()
                    .filter(text -> text.startsWith("crashed"))
                    .count();
            if (machine.kind() == MachineKind.WINDOWS) {
                windowsCrashes = Math.max(windowsCrashes, crashes);
            } else {
                unixCrashes = Math.max(unixCrashes, crashes);
            }
            List<String> texts = texts(machine, now.minus(REPORTS_COUNT));
            damaged += texts.stream().anyMatch(text -> text.contains("is damaged")) ? 1 : 0;
            shrunk += texts.stream().anyMatch(text -> text.contains("has shrunk")) ? 1 : 0;
            recent.addAll(texts);
        }
        ObjectNode telemetry = Json.object().put("damagedDatabases", damaged).put("shrunkHistories", shrunk);
        telemetry.putObject("crashes").put("unix", unixCrashes).put("windows", windowsCrashes);
        putDownloads(telemetry, recent);
        return telemetry;
    }

    private static void putDownloads(ObjectNode telemetry, List<String> recent) {
        long failed = recent.stream().filter(text -> text.endsWith("failed")).count();
        LongSummaryStatistics millis = recent.stream()
                .map(DOWNLOADED::matcher)
                .filter(Matcher::matches)
                .mapToLong(matcher -> Long.parseLong(matcher.group(1)))
                .summaryStatistics();
        long all = failed + millis.getCount();
        telemetry.put("downloads", all);
        if (all > 0) {
            telemetry.put("failedPercent", 100.0 * failed / all);
        }
        if (millis.getCount() > 0) {
            telemetry.put("averageMillis", millis.getAverage());
        }
    }

    /** Returns the texts of a machine's log since a moment. */
    private static List<String> texts(Machine machine, Instant since) throws IOException {
        if (!Files.exists(machine.log())) {
            return List.of();
        }
        return Files.readAllLines(machine.log()).stream()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .filter(line -> Instant.parse(line.group(1)).isAfter(since))
                .map(line -> line.group(2))
                .toList();
    }
}
