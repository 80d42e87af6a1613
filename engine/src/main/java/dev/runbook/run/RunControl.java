package dev.runbook.run;

import dev.runbook.action.StopSignal;
import dev.runbook.journal.Event;
import java.util.Optional;

/** Steers a live run from outside it. Thread-safe. */
public final class RunControl {
    private Recorder recorder;
    private Stops stops;
    private Optional<String> asked = Optional.empty();
    private int exitCode;

    synchronized void steers(Recorder to, Stops what) {
        recorder = to;
        stops = what;
        asked.ifPresent(this::stop);
    }

    /**
     * Stops the running steps provenly and ends the run as aborted, without its handlers. Returns at once.
     *
     * @param why for the record, e.g. {@code INT}
     * @param exit the engine's exit code then, e.g. 130
     */
    public synchronized void requestStop(String why, int exit) {
        if (asked.isPresent()) {
            return;
        }
        asked = Optional.of(why);
        exitCode = exit;
        if (stops != null) {
            stop(why);
        }
    }

    private void stop(String why) {
        recorder.record(new Event.SignalReceived(why, "stopping what runs; no handler is run"));
        stops.request(StopSignal.Reason.CANCELLED);
    }

    synchronized Optional<String> asked() {
        return asked;
    }

    synchronized int exitCode() {
        return exitCode;
    }
}
