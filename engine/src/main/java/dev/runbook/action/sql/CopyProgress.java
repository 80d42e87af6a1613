package dev.runbook.action.sql;

import dev.runbook.action.Output;
import java.time.Duration;
import java.util.Locale;

/** Tells how far a copy is, no oftener than people can read. */
final class CopyProgress {
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final Output output;
    private long told = System.nanoTime();

    CopyProgress(Output output) {
        this.output = output;
    }

    /** Tells something for good. */
    void note(String line) {
        output.note(line);
    }

    /** @param all how many there are to do */
    void at(String what, long done, long all) {
        if (System.nanoTime() - told >= PERIOD.toNanos()) {
            told = System.nanoTime();
            output.note(String.format(Locale.ROOT, "%,d of %,d %s", done, Math.max(done, all), what));
        }
    }
}
