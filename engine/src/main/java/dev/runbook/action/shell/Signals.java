package dev.runbook.action.shell;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Sends signals. The JDK reaches single processes only; a group needs the kernel's own call, which {@code kill} makes. */
final class Signals {
    private final List<String> before;
    private final boolean ofOwners;

    /** @param before the command that runs another as the user whose processes are meant; empty for the engine's own */
    Signals(List<String> before) {
        this(before, false);
    }

    private Signals(List<String> before, boolean ofOwners) {
        this.before = List.copyOf(before);
        this.ofOwners = ofOwners;
    }

    /** Reaches each process as the user it runs as: nobody knows any more as whom the attempts ran that left them. */
    static Signals ofOwners() {
        return new Signals(List.of(), true);
    }

    /**
     * To the whole group at once (so that none forks away meanwhile), and to each process.
     *
     * @param group 0 for none
     */
    void send(String signal, long group, List<Long> pids) {
        if (!ofOwners) {
            send(before, signal, group, pids);
            return;
        }
        pids.stream()
                .collect(Collectors.groupingBy(Signals::asOwner))
                .forEach((asOwner, theirs) -> send(asOwner, signal, 0, theirs));
    }

    /** {@code sudo} itself runs as root, and ends with what it runs: it needs none. */
    private static List<String> asOwner(long pid) {
        return ProcessTable.isSudo(pid)
                ? List.of()
                : ProcessTable.owner(pid).map(OtherUser::signalling).orElse(List.of());
    }

    private static void send(List<String> before, String signal, long group, List<Long> pids) {
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
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of("/bin/sh", "-c", script.toString()));
        try {
            Process kill = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            kill.getOutputStream().close();
            kill.waitFor(1, TimeUnit.SECONDS);
        } catch (IOException noShell) {
            // out of processes or memory: what the JDK can reach by itself it shall
            for (long pid : pids) {
                ProcessHandle.of(pid)
                        .ifPresent(signal.equals("KILL") ? ProcessHandle::destroyForcibly : ProcessHandle::destroy);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
