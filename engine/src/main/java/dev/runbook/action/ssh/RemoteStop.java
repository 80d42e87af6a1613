package dev.runbook.action.ssh;

import com.jcraft.jsch.Session;
import dev.runbook.action.shell.Marker;
import dev.runbook.time.Clock;
import dev.runbook.time.TimeText;
import dev.runbook.value.StopProof;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Stops a command on its host over a second channel, because closing the first stops nothing: a small script on the
 * host does what {@code ProcessStop} does locally, and reports what is left.
 */
final class RemoteStop {
    private static final HostScript SCRIPT = HostScript.of("processes.sh", "stop.sh");
    private static final Duration BEYOND_GRACE = Duration.ofSeconds(6);

    private RemoteStop() {}

    /** Stops everything under {@code marker} and checks until nothing is left or a time limit is reached. */
    static HostStopReport stop(Session session, String marker, Duration grace, Clock clock) throws SshFailure {
        long began = clock.nanos();
        Map<String, String> variables = Map.of(
                "marker",
                Marker.VARIABLE + "=" + Marker.encoded(marker),
                "grace",
                Long.toString(Math.max(1, grace.toMillis() / 10)));
        List<String> lines = SCRIPT.run(session, variables, grace.plus(BEYOND_GRACE), clock);
        return report(lines, grace, Duration.ofNanos(clock.nanos() - began));
    }

    /** Parses the script's lines: {@code TERM 3}, {@code KILL 1}, {@code LEFT 4711 sleep 60}, {@code BLIND}. */
    private static HostStopReport report(List<String> lines, Duration grace, Duration took) {
        List<String> signals = new ArrayList<>();
        List<String> survivors = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith("TERM ")) {
                signals.add("TERM to " + count(line.substring(5)));
            } else if (line.startsWith("KILL ")) {
                signals.add("after " + TimeText.of(grace) + " KILL to " + count(line.substring(5)));
            } else if (line.startsWith("LEFT ")) {
                survivors.add(
                        "process " + line.substring(5).replaceFirst(" ", ": ").strip());
            } else if (line.equals("BLIND")) {
                survivors.add("whatever it started: the host has no /proc to inspect");
            }
        }
        if (signals.isEmpty() && survivors.isEmpty()) {
            return HostStopReport.nothing(took);
        }
        String what = signals.isEmpty() ? "no signal" : String.join(", ", signals);
        return new HostStopReport(!signals.isEmpty(), new StopProof(what, took, survivors));
    }

    private static String count(String processes) {
        return processes.equals("1") ? "1 process" : processes + " processes";
    }
}
