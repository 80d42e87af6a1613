package dev.runbook.journal.event;

/**
 * The machine's uptime clock when an engine process started: a resume derives from it how long no engine worked on the
 * run, whatever the wall clock says.
 *
 * @param boot identifies this boot of the machine
 */
public record MachineClock(String boot, long upMs) implements Event {
    @Override
    public boolean awaited() {
        return false;
    }
}
