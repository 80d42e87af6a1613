package dev.runbook.action.shell;

import dev.runbook.AuthorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Running commands as another user of this machine: as root with {@code runuser}, else with {@code sudo}, unasked. */
final class OtherUser {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");

    private OtherUser() {}

    /** The command that runs another as {@code user}; empty for the engine's own user. */
    static List<String> before(String user) {
        if (!NAME.matcher(user).matches()) {
            throw new AuthorException("user '" + user + "' is no login name");
        }
        if (user.equals(System.getProperty("user.name"))) {
            return List.of();
        }
        if (!exists(user)) {
            throw new AuthorException("user '" + user + "' does not exist on this machine");
        }
        return isRoot() ? List.of("runuser", "-u", user, "--") : List.of("sudo", "-n", "-u", user, "--");
    }

    /** The command that runs {@code kill} so that it reaches a user's processes; root's own reaches all. */
    static List<String> signalling(String owner) {
        return isRoot()
                        || owner.equals(System.getProperty("user.name"))
                        || !NAME.matcher(owner).matches()
                ? List.of()
                : List.of("sudo", "-n", "-u", owner, "--");
    }

    private static boolean exists(String user) {
        try {
            Process id = new ProcessBuilder("id", "-u", user)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return id.waitFor() == 0;
        } catch (IOException noId) {
            return true; // the command itself will tell
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
