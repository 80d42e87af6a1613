package dev.runbook.run;

import dev.runbook.action.CancellationToken;
import dev.runbook.journal.Event;
import dev.runbook.journal.JournalException;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Steers a live run from outside it. Thread-safe. */
public final class RunControl {
    private Recorder recorder;
    private CancellationScope stops;
    private UnaryOperator<String> mask = UnaryOperator.identity();
    private Optional<StopRequest> asked = Optional.empty();
    private boolean over;

    /** @param masking what people gave as their reason may tell a secret */
    synchronized void steers(Recorder to, CancellationScope what, UnaryOperator<String> masking) {
        recorder = to;
        stops = what;
        mask = masking;
        asked.ifPresent(this::stop);
    }

    /**
     * Stops the running steps provenly and ends the run as aborted, without its handlers. Returns at once.
     *
     * @param signal for the record, e.g. {@code INT}
     * @param exit the engine's exit code then, e.g. 130
     */
    public void requestStop(String signal, int exit) {
        requestStop(StopRequest.signal(signal, exit));
    }

    /** The same; the first request counts. A run that waits for a lock is not begun. */
    public synchronized void requestStop(StopRequest request) {
        if (asked.isPresent() || over) {
            return;
        }
        asked = Optional.of(request);
        if (stops != null) {
            stop(request);
        }
    }

    private void stop(StopRequest request) {
        try {
            recorder.record(new Event.SignalReceived(request.signal(), mask.apply(request.describe())));
        } catch (JournalException unwritable) {
            // what runs is stopped all the same; the run meets the same at its next record
        } finally {
            stops.request(CancellationToken.Reason.CANCELLED);
        }
    }

    /** Nothing is left to be stopped: whoever asks from here on comes too late, and it is not recorded. */
    synchronized Optional<StopRequest> over() {
        over = true;
        return asked;
    }

    /** Who has asked for a stop, if anybody has. */
    public synchronized Optional<StopRequest> asked() {
        return asked;
    }

    int exitCode() {
        return asked().map(StopRequest::exitCode).orElse(0);
    }
}
