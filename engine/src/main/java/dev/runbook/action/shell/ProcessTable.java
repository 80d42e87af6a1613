package dev.runbook.action.shell;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Reads the processes of this machine from {@code /proc}; empty where it does not exist. */
final class ProcessTable {
    private static final Path PROC = Path.of("/proc");

    private ProcessTable() {}

    /**
     * One process at the time it was read.
     *
     * @param startTicks distinguishes it from a later process with the same number
     */
    record Entry(long pid, char state, long parent, long group, long session, long startTicks) {
        boolean alive() {
            return state != 'Z' && state != 'X';
        }
    }

    /** Returns all processes. */
    static List<Entry> read() {
        return numbers().flatMap(pid -> entry(pid).stream()).toList();
    }

    /** Returns the numbers of all processes. */
    static Stream<Long> numbers() {
        String[] names = PROC.toFile().list((folder, name) -> Character.isDigit(name.charAt(0)));
        return names == null ? Stream.empty() : Arrays.stream(names).map(Long::valueOf);
    }

    /** Returns the process with a number; empty if it no longer exists. */
    static Optional<Entry> entry(long pid) {
        return file(pid, "stat").map(stat -> {
            // the second field is the command's name in parentheses and may contain any character
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

    /** Returns the marker of a process; empty if it has none, or belongs to another user and does not show it. */
    static Optional<String> marker(long pid) {
        return marker(file(pid, "environ"), () -> file(pid, "cmdline"));
    }

    /**
     * Finds the marker in the readable data of a process. Another user's environment is not readable, but its command
     * line is, where {@code sudo -u USER env RUNBOOK_MARKER=…} also contains the marker.
     */
    static Optional<String> marker(Optional<String> environment, Supplier<Optional<String>> command) {
        return environment.or(command).flatMap(Marker::in);
    }

    /**
     * Formats a process for display: {@code process 4711 (sleep)}. Omits its command line, which may contain secrets.
     */
    static String named(long pid) {
        return "process " + pid + " (" + file(pid, "comm").orElse("?").strip() + ")";
    }

    /** Returns whether the process is {@code sudo} itself, which ends with the command it runs. */
    static boolean isSudo(long pid) {
        return file(pid, "comm").orElse("").strip().equals("sudo");
    }

    /** Returns the user of a process; empty if it has ended. */
    static Optional<String> owner(long pid) {
        try {
            return Optional.of(Files.getOwner(PROC.resolve(Long.toString(pid))).getName());
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** Returns the command line for display; the kernel's short name if there is none. */
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
