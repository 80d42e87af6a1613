package dev.runbook.action.shell;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The processes of this machine as {@code /proc} tells them; empty where there is none. */
final class ProcessTable {
    private static final Path PROC = Path.of("/proc");

    private ProcessTable() {}

    /**
     * One process at one look.
     *
     * @param startTicks tells it from a later process with the same number
     */
    record Entry(long pid, char state, long parent, long group, long session, long startTicks) {
        boolean alive() {
            return state != 'Z' && state != 'X';
        }
    }

    /** All processes there were while it looked. */
    static List<Entry> read() {
        String[] names = PROC.toFile().list((folder, name) -> Character.isDigit(name.charAt(0)));
        List<Entry> entries = new ArrayList<>();
        for (String name : names == null ? new String[0] : names) {
            entry(Long.parseLong(name)).ifPresent(entries::add);
        }
        return entries;
    }

    /** The process with a number; empty when there is none any more. */
    static Optional<Entry> entry(long pid) {
        return file(pid, "stat").map(stat -> {
            // the second field is the command's name in parentheses and may hold anything
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return new Entry(
                    pid,
                    fields[0].charAt(0),
                    Long.parseLong(fields[1]),
                    Long.parseLong(fields[2]),
                    Long.parseLong(fields[3]),
                    Long.parseLong(fields[19]));
        });
    }

    /** The marker a process was started under; empty when it has none, or is another user's and does not show it. */
    static Optional<String> marker(long pid) {
        return marker(file(pid, "environ"), () -> file(pid, "cmdline"));
    }

    /**
     * The same, of what can be read of a process. Another user's environment cannot, but its command line, where {@code
     * sudo -u USER env RUNBOOK_MARKER=…} has the marker too.
     */
    static Optional<String> marker(Optional<String> environment, Supplier<Optional<String>> command) {
        return environment.or(command).flatMap(Marker::in);
    }

    /** For people: {@code process 4711 (sleep)}. Not its command line: secrets may stand there. */
    static String named(long pid) {
        return "process " + pid + " (" + file(pid, "comm").orElse("?").strip() + ")";
    }

    /** Whether it is {@code sudo} itself, which ends with what it runs. */
    static boolean isSudo(long pid) {
        return file(pid, "comm").orElse("").strip().equals("sudo");
    }

    /** The user it runs as; empty when it is gone. */
    static Optional<String> owner(long pid) {
        try {
            return Optional.of(Files.getOwner(PROC.resolve(Long.toString(pid))).getName());
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** The command line, for people; the kernel's short name where it has none. */
    static String command(long pid) {
        String line = file(pid, "cmdline").orElse("").replace('\0', ' ').strip();
        if (line.isEmpty()) {
            line = file(pid, "comm").orElse("?").strip();
        }
        return line.length() > 120 ? line.substring(0, 119) + "…" : line;
    }

    private static Optional<String> file(long pid, String name) {
        try {
            byte[] bytes = Files.readAllBytes(PROC.resolve(pid + "/" + name));
            return Optional.of(new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException goneOrForbidden) {
            return Optional.empty();
        }
    }
}
