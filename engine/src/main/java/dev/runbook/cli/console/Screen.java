package dev.runbook.cli.console;

import dev.runbook.journal.Entry;
import java.time.Duration;
import java.util.Optional;

/** One way to show a run. Called by one thread. */
interface Screen {
    void recorded(Entry entry);

    /** The same, of what happened before anybody looked, without showing it. */
    void known(Entry entry);

    /** @param at when, since the run's start; empty for now */
    void printed(String step, String source, String line, Optional<Duration> at);

    /** Something that is no event of the run. */
    void message(String line);

    /** @param lines how many printed lines came too fast to be shown */
    void dropped(long lines);

    /** Time has passed, or a batch of news is over. */
    void refresh();

    /** The run is over: leaves the terminal as it was found. */
    void end();
}
