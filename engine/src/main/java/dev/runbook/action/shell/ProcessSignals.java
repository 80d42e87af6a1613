package dev.runbook.action.shell;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Sends signals. The JDK can signal single processes only; a group needs the kernel's own call, through {@code kill}.
 */
class ProcessSignals {
    private final Optional<OtherUser> user;
    private final boolean ofOwners;

    /**
     * @param user the user whose processes are signalled; empty for the engine's own
     */
    ProcessSignals(Optional<OtherUser> user) {
        this(user, false);
    }

    private ProcessSignals(Optional<OtherUser> user, boolean ofOwners) {
        this.user = user;
        this.ofOwners = ofOwners;
    }

    /** Signals each process as the user it runs as: for orphans, the user of the attempt is no longer known. */
    static ProcessSignals ofOwners() {
        return new ProcessSignals(Optional.empty(), true);
    }

    /**
     * Signals the whole group at once (so that no process can fork in between), and each process.
     *
     * @param group 0 for none
     */
    void send(String signal, long group, List<Long> pids) {
        if (!ofOwners) {
            send(user, signal, group, pids);
            return;
        }
        pids.stream()
                .collect(Collectors.groupingBy(ProcessSignals::asOwner))
                .forEach((asOwner, theirs) -> send(asOwner, signal, 0, theirs));
    }

    /** Returns the owner of a process; empty for {@code sudo}, which runs as root and ends with the command it runs. */
    private static Optional<OtherUser> asOwner(long pid) {
        return ProcessTable.isSudo(pid)
                ? Optional.empty()
                : ProcessTable.owner(pid).flatMap(OtherUser::signalling);
    }

    private static void send(Optional<OtherUser> user, String signal, long group, List<Long> pids) {
        StringBuilder script = new StringBuilder();
        if (group != 0) {
            script.append("kill -s ")
                    .append(signal)
                    .append(" -- -")
                    .append(group)
                    .append(';');
        }
        for (long pid : pids) {
            script.append("kill -s ").append(signal).append(' ').append(pid).append(';');
        }
        List<String> kill = List.of("/bin/sh", "-c", script.toString());
        try {
            Process process = new ProcessBuilder(
                            user.map(other -> other.command(kill)).orElse(kill))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            process.waitFor(1, TimeUnit.SECONDS);
        } catch (IOException noShell) {
            // out of processes or memory: signal what the JDK can reach by itself
            for (long pid : pids) {
                ProcessHandle.of(pid).ifPresent(process -> {
                    switch (signal) {
                        case "TERM" -> process.destroy();
                        case "KILL" -> process.destroyForcibly();
                        default -> {} // the JDK has no other signals
                    }
                });
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
