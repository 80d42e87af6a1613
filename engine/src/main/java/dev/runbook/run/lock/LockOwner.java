package dev.runbook.run.lock;

import dev.runbook.journal.event.Mode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The owner of a lock, as written in the lock file for others that want the lock.
 *
 * @param yields whether the owner is a drill that ends when an incident wants the lock
 */
public record LockOwner(String who, String runbook, Mode mode, long process, Instant since, boolean yields) {
    private static final String YIELDING = "a drill that yields";
    private static final Pattern PROCESS = Pattern.compile("process (\\d{1,18}) since ");

    public String describe() {
        return who + ", " + runbook + ", " + (yields ? YIELDING + ", " : "") + "process " + process + " since "
                + since.truncatedTo(ChronoUnit.SECONDS);
    }

    public String describe(String run) {
        return describe() + ", run " + run;
    }

    /** Returns whether the line is of a drill that yields. */
    public static boolean yields(String line) {
        return line.contains(", " + YIELDING + ", ");
    }

    /**
     * Returns whether the process named by the line exists: a line may outlive its process, or not have been written
     * yet.
     */
    public static boolean isThere(String line) {
        Matcher process = PROCESS.matcher(line);
        return process.find()
                && Optional.of(Long.parseLong(process.group(1)))
                        .flatMap(ProcessHandle::of)
                        .filter(ProcessHandle::isAlive)
                        .isPresent();
    }
}
