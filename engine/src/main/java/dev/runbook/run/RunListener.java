package dev.runbook.run;

import dev.runbook.journal.Entry;
import java.time.Duration;

/** Observes a live run. Called from several threads; must be quick and must not throw. */
public interface RunListener {
    /** Called when a record is on disk. */
    void recorded(Entry entry);

    /** Called for an earlier record, which is not to be shown but what follows builds on. */
    default void known(Entry entry) {}

    /**
     * Called for a line that a running action printed; masked. {@code source} is the host where an action has several,
     * else empty.
     */
    void printed(String step, String source, String line);

    /**
     * The same for a run that is followed: the line may have been printed long ago, {@code at} that time since the
     * run's start.
     */
    default void printed(String step, String source, String line, Duration at) {
        printed(step, source, line);
    }

    static RunListener none() {
        return new RunListener() {
            @Override
            public void recorded(Entry entry) {}

            @Override
            public void printed(String step, String source, String line) {}
        };
    }
}
