package dev.runbook.action.ssh;

import com.jcraft.jsch.Session;
import dev.runbook.action.Output;
import dev.runbook.action.StopSignal;
import dev.runbook.action.shell.Captures;
import dev.runbook.action.shell.Marker;
import dev.runbook.time.Clock;
import dev.runbook.time.TimeText;
import dev.runbook.value.StopProof;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Stops a command on its host over a second channel, since closing the first stops nothing: a small script there does
 * what {@code ProcessStop} does here, and says what is left.
 */
final class RemoteStop {
    private static final String NOTHING = "nothing left to stop";
    private static final String SCRIPT = script();
    /** A host that opens no channel in this time is beyond reach. */
    private static final Duration OPENING = Duration.ofSeconds(2);

    private static final Duration BEYOND_GRACE = Duration.ofSeconds(6);

    private static final int LONGEST_ANSWER = 1024 * 1024;

    private RemoteStop() {}

    /** Stops everything under {@code marker} and asks until nothing is left or a bound is reached. */
    static StopProof stop(Session session, String marker, Duration grace, Clock clock) throws SshFailure {
        long began = clock.nanos();
        String header = "marker='" + Marker.VARIABLE + "=" + Marker.encoded(marker) + "'\ngrace="
                + Math.max(1, grace.toMillis() / 10) + "\n";
        Captures answer = new Captures(Output.none(), "", LONGEST_ANSWER);
        RemoteCommand command = RemoteCommand.start(
                session,
                RemoteShell.plain(),
                (header + SCRIPT).getBytes(StandardCharsets.UTF_8),
                answer,
                OPENING,
                clock);
        StopSignal bound = new StopSignal();
        Clock.Alarm alarm = clock.after(grace.plus(BEYOND_GRACE), () -> bound.request(StopSignal.Reason.DEADLINE));
        try {
            RemoteCommand.End end = command.await(bound);
            if (!(end instanceof RemoteCommand.End.Exited exited) || exited.code() != 0) {
                throw new SshFailure("the host did not say what is left: " + end, null);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new SshFailure("the engine was interrupted while it stopped the command", interrupted);
        } finally {
            alarm.cancel();
            command.close();
        }
        if (!(answer.values().get("lines") instanceof List<?> lines)) {
            throw new SshFailure("the host named too many processes to read", null);
        }
        return proof(lines, grace, Duration.ofNanos(clock.nanos() - began));
    }

    /** Whether the host knew of no process to stop: it is over, or has not begun. */
    static boolean foundNothing(StopProof proof) {
        return proof.what().equals(NOTHING);
    }

    /** What the script's lines say: {@code TERM 3}, {@code KILL 1}, {@code LEFT 4711 sleep 60}, {@code BLIND}. */
    private static StopProof proof(List<?> lines, Duration grace, Duration took) {
        List<String> signals = new ArrayList<>();
        List<String> survivors = new ArrayList<>();
        for (Object each : lines) {
            String line = each.toString();
            if (line.startsWith("TERM ")) {
                signals.add("TERM to " + count(line.substring(5)));
            } else if (line.startsWith("KILL ")) {
                signals.add("after " + TimeText.of(grace) + " KILL to " + count(line.substring(5)));
            } else if (line.startsWith("LEFT ")) {
                survivors.add(
                        "process " + line.substring(5).replaceFirst(" ", ": ").strip());
            } else if (line.equals("BLIND")) {
                survivors.add("whatever it started: the host has no /proc to look into");
            }
        }
        return new StopProof(signals.isEmpty() ? NOTHING : String.join(", ", signals), took, survivors);
    }

    private static String count(String processes) {
        return processes.equals("1") ? "1 process" : processes + " processes";
    }

    private static String script() {
        try (InputStream script = RemoteStop.class.getResourceAsStream("stop.sh")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }
}
