package dev.runbook.watch;

import dev.runbook.environment.Environment;
import dev.runbook.notify.Notifier;
import dev.runbook.time.Clock;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * What the watches of one process share.
 *
 * @param environmentOption the environment as the command line named it, for the runs that are started
 * @param home of the runs
 * @param report receives one line for people for each thing that happens
 * @param problem receives one line for people for each thing that went wrong
 */
public record WatchContext(
        Environment environment,
        String environmentOption,
        Clock clock,
        Path home,
        Path locks,
        IncidentStore incidents,
        RunStarter starter,
        Notifier notifier,
        Consumer<String> report,
        Consumer<String> problem) {
    /** Returns the same after the environment was read again. */
    public WatchContext with(Environment now, Notifier channels) {
        return new WatchContext(
                now, environmentOption, clock, home, locks, incidents, starter, channels, report, problem);
    }
}
