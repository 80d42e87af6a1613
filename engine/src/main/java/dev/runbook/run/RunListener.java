package dev.runbook.run;

import dev.runbook.journal.Entry;
import java.time.Duration;

/** Watches a run live. Called from several threads; must be quick and must not throw. */
public interface RunListener {
    /** A record is on disk. */
    void recorded(Entry entry);

    /** A running action printed a line; masked. {@code source} is the host where an action has several, else empty. */
    void printed(String step, String source, String line);

    /** The same of a run that is followed: a line may have been printed long ago, at that time since the run's start. */
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
