package dev.runbook.action.shell;

import dev.runbook.AuthorException;
import dev.runbook.file.SystemPrograms;
import dev.runbook.text.ShellWord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs commands as another user of this machine without a password prompt: as root with {@code runuser} or {@code su},
 * else with {@code sudo} or {@code doas}.
 *
 * @param program the path of the program that changes the user
 */
record OtherUser(String name, Way way, String program) {
    /** The programs that change the user, each with its arguments. */
    enum Way {
        RUNUSER,
        SU,
        SUDO,
        DOAS;

        static final List<Way> OF_ROOT = List.of(RUNUSER, SU);
        static final List<Way> OF_OTHERS = List.of(SUDO, DOAS);

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");

    /**
     * Returns another user; empty for the engine's own.
     *
     * @throws AuthorException one line, when the user does not exist or no program can change to this user
     */
    static Optional<OtherUser> of(String user) {
        if (!NAME.matcher(user).matches()) {
            throw new AuthorException("user '" + user + "' is not a login name");
        }
        if (user.equals(System.getProperty("user.name"))) {
            return Optional.empty();
        }
        if (!exists(user)) {
            throw new AuthorException("user '" + user + "' does not exist on this machine");
        }
        return Optional.of(become(user).orElseThrow(() -> new AuthorException(problem(user))));
    }

    /**
     * Returns why no command can run as this user on this machine; does not check whether the user exists, because a
     * step may add it.
     */
    static Optional<String> missing(String user) {
        boolean own = user.equals(System.getProperty("user.name"));
        return own || become(user).isPresent() ? Optional.empty() : Optional.of(problem(user));
    }

    private static String problem(String user) {
        return "cannot run as user '" + user + "': "
                + ways().map(Way::word).collect(Collectors.joining(" and "))
                + (isRoot() ? " are not installed" : " are not installed, and the engine does not run as root");
    }

    /** Returns a user who may signal the processes of {@code owner}; empty if the engine itself may. */
    static Optional<OtherUser> signalling(String owner) {
        boolean own = owner.equals(System.getProperty("user.name"));
        return isRoot() || own || !NAME.matcher(owner).matches() ? Optional.empty() : become(owner);
    }

    private static Optional<OtherUser> become(String user) {
        return ways().flatMap(way ->
                        SystemPrograms.find(way.word()).map(program -> new OtherUser(user, way, program)).stream())
                .findFirst();
    }

    private static Stream<Way> ways() {
        return (isRoot() ? Way.OF_ROOT : Way.OF_OTHERS).stream();
    }

    /** Returns the command that runs another as this user. */
    List<String> command(List<String> other) {
        List<String> command = new ArrayList<>();
        switch (way) {
            case RUNUSER -> command.addAll(List.of(program, "-u", name, "--"));
            case SUDO -> command.addAll(List.of(program, "-n", "-u", name, "--"));
            case DOAS -> command.addAll(List.of(program, "-n", "-u", name));
            case SU -> {
                String line = other.stream().map(ShellWord::quoted).collect(Collectors.joining(" "));
                return List.of(program, "-s", "/bin/sh", "-c", "exec " + line, name);
            }
        }
        command.addAll(other);
        return command;
    }

    private static boolean exists(String user) {
        try {
            Process id = new ProcessBuilder(SystemPrograms.orName("id"), "-u", user)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return id.waitFor() == 0;
        } catch (IOException noId) {
            return true; // the command itself will report it
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static boolean isRoot() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | UnsupportedOperationException noProc) {
            return "root".equals(System.getProperty("user.name"));
        }
    }
}
