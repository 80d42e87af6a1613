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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the application's log files tell about all machines together, as the plan's triggers need it. */
record Telemetry(Collection<Machine> machines) {
    private static final Duration CRASHES_COUNT = Duration.ofMinutes(15);
    private static final Duration DOWNLOADS_COUNT = Duration.ofSeconds(20);
    private static final Pattern LINE = Pattern.compile("(\\S+Z) (\\w+) (\\S+) (.*)");
    private static final Pattern DOWNLOADED = Pattern.compile("downloaded .* in (\\d+) ms");

    /** Returns the counts of the last minutes. */
    ObjectNode read() throws IOException {
        Instant now = Instant.now();
        int crashes = 0;
        int damages = 0;
        int failed = 0;
        List<Long> millis = new ArrayList<>();
        for (Machine machine : machines) {
            int ofMachine = 0;
            for (Matcher line : lines(machine)) {
                Duration age = Duration.between(Instant.parse(line.group(1)), now);
                String text = line.group(4);
                if (age.compareTo(CRASHES_COUNT) < 0 && text.startsWith("crashed")) {
                    ofMachine++;
                }
                if (age.compareTo(DOWNLOADS_COUNT) < 0) {
                    Matcher downloaded = DOWNLOADED.matcher(text);
                    if (downloaded.matches()) {
                        millis.add(Long.parseLong(downloaded.group(1)));
                    }
                    failed += line.group(2).equals("ERROR") ? 1 : 0;
                    damages += text.endsWith("not backed up") ? 1 : 0;
                }
            }
            crashes = Math.max(crashes, ofMachine);
        }
        long all = failed + (long) millis.size();
        ObjectNode telemetry = Json.object()
                .put("mostCrashesOfOneMachine", crashes)
                .put("damagesReported", damages)
                .put("downloads", all);
        if (all > 0) {
            telemetry.put("failedPercent", 100.0 * failed / all);
        }
        if (!millis.isEmpty()) {
            telemetry.put(
                    "averageMillis",
                    millis.stream().mapToLong(Long::longValue).average().orElseThrow());
        }
        return telemetry;
    }

    private static List<Matcher> lines(Machine machine) throws IOException {
        if (!Files.exists(machine.log())) {
            return List.of();
        }
        return Files.readAllLines(machine.log()).stream()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .toList();
    }
}
