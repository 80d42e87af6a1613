package dev.runbook.action.ssh;

import com.jcraft.jsch.Session;
import dev.runbook.action.shell.SurvivorReport;
import dev.runbook.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Keeps surviving processes of a command alive on its host when the channel of their output is closed. */
final class OutputDiscarder {
    private static final HostScript SCRIPT = HostScript.of("discard.sh");
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String KEPT = "KEPT ";

    private OutputDiscarder() {}

    /**
     * Starts a reader on the host that discards further output to these pipes.
     *
     * @param inodes the inode numbers of the command's standard output and error
     * @return the description for the output
     */
    static String discardOutput(Session session, List<String> inodes, Clock clock) {
        try {
            List<String> kept = inodes.isEmpty()
                    ? List.of()
                    : SCRIPT.run(session, Map.of("numbers", String.join(" ", inodes)), PATIENCE, clock).stream()
                            .filter(line -> line.startsWith(KEPT))
                            .map(line ->
                                    "process " + line.substring(KEPT.length()).replaceFirst(" (.*)", " ($1)"))
                            .toList();
            return SurvivorReport.words(kept, !kept.isEmpty());
        } catch (SshFailure noReader) {
            return SurvivorReport.words(List.of(), false);
        }
    }
}
