package dev.runbook.cli.console;

import dev.runbook.journal.Entry;

/** One way to show a run. Called by one thread. */
interface Screen {
    void recorded(Entry entry);

    void printed(String step, String source, String line);

    /** Something that is no event of the run. */
    void told(String line);

    /** @param lines how many printed lines came too fast to be shown */
    void dropped(long lines);

    /** Time has passed, or a batch of news is over. */
    void refresh();

    /** The run is over: leaves the terminal as it was found. */
    void end();
}
