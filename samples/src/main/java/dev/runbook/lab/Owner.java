package dev.runbook.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Distinguishes files and processes of this process's user from those of others. */
final class Owner {
    private static final Path THIS_PROCESS = Path.of("/proc/self/");
    private static final String USER = "unix:uid";

    private Owner() {}

    /**
     * Returns whether a file, or a process by its folder in /proc, belongs to this user. Of a link, checks the link and
     * not its target.
     */
    static boolean isThisUser(Path file) throws IOException {
        return Files.getAttribute(file, USER, LinkOption.NOFOLLOW_LINKS).equals(Files.getAttribute(THIS_PROCESS, USER));
    }
}
