package dev.runbook.run.execution;

import dev.runbook.journal.event.Overrun;
import dev.runbook.plan.Budget;
import dev.runbook.plan.Message;
import dev.runbook.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reports that a budget was exceeded, with what took the time: at once if a limit allows it to continue, and at the end
 * with the total. Messages are sent once. Thread-safe.
 */
final class OverrunWatch {
    private final RunContext run;
    private final String path;
    private final Optional<Duration> granted;
    private final Supplier<String> blame;
    private final long began;
    private final Optional<Clock.Alarm> alarm;
    private boolean messageSent;
    private boolean over;

    /** Starts watching. */
    OverrunWatch(RunContext run, String path, Optional<Budget> budget, Supplier<String> blame) {
        this.run = run;
        this.path = path;
        this.granted = budget.map(Budget::time);
        this.blame = blame;
        this.began = run.clock().nanos();
        this.alarm = budget.filter(it -> it.stopsAfter().compareTo(it.time()) > 0)
                .map(it -> run.clock().after(it.time(), this::continues));
    }

    private synchronized void continues() {
        if (!over) {
            report("it continues; " + blame.get());
        }
    }

    /** Handles the end, whatever the result. */
    synchronized void ended() {
        over = true;
        alarm.ifPresent(Clock.Alarm::cancel);
        if (granted.filter(time -> took().compareTo(time) >= 0).isPresent()) {
            report(blame.get());
        }
    }

    private void report(String who) {
        run.record(new Overrun(path, granted.orElseThrow().toMillis(), took().toMillis(), who));
        if (!messageSent) {
            messageSent = true;
            run.notices().sendAt(Message.When.OVERRUN);
        }
    }

    private Duration took() {
        return Duration.ofNanos(run.clock().nanos() - began);
    }
}
