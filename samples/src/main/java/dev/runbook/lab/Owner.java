package dev.runbook.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Distinguishes what belongs to the user of this process from what belongs to others. */
final class Owner {
    private static final Path THIS_PROCESS = Path.of("/proc/self/");
    private static final String USER = "unix:uid";

    private Owner() {}

    /** Whether a file, or a process by its folder in /proc, is this user's. A link counts itself and not its target. */
    static boolean isThisUser(Path file) throws IOException {
        return Files.getAttribute(file, USER, LinkOption.NOFOLLOW_LINKS).equals(Files.getAttribute(THIS_PROCESS, USER));
    }
}
