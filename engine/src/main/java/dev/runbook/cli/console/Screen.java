package dev.runbook.cli.console;

import dev.runbook.journal.Entry;
import java.time.Duration;
import java.util.Optional;

/** One way to show a run. Called by one thread. */
interface Screen {
    void recorded(Entry entry);

    /** Takes in an entry from before the viewer attached, without showing it. */
    void known(Entry entry);

    /** @param at the time since the start of the run; empty for now */
    void printed(String step, String source, String line, Optional<Duration> at);

    /** Shows a message that is not an event of the run. */
    void message(String line);

    /** Handles that a person has ended a line on the terminal, which has moved the cursor. */
    default void typed() {}

    /** @param lines how many printed lines were dropped because they came too fast */
    void dropped(long lines);

    /** Updates the screen after time has passed or a batch of events has ended. */
    void refresh();

    /** Ends the display and restores the terminal. */
    void end();
}
