package dev.runbook.action.copy;

import dev.runbook.action.Output;
import dev.runbook.time.Clock;
import java.time.Duration;
import java.util.Locale;

/** Reports the progress of a copy at a readable rate. */
final class CopyProgress {
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final Output output;
    private final Clock clock;
    private long lastReport;

    CopyProgress(Output output, Clock clock) {
        this.output = output;
        this.clock = clock;
        this.lastReport = clock.nanos();
    }

    /** Reports a permanent line. */
    void note(String line) {
        output.note(line);
    }

    /**
     * @param all the total number of rows
     */
    void at(String what, long done, long all) {
        if (clock.nanos() - lastReport >= PERIOD.toNanos()) {
            lastReport = clock.nanos();
            output.note(String.format(Locale.ROOT, "%,d of %,d %s", done, Math.max(done, all), what));
        }
    }
}
