package dev.runbook.run.control;

import dev.runbook.action.CancellationToken;
import dev.runbook.journal.JournalException;
import dev.runbook.run.record.Recorder;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Controls a live run from outside. Thread-safe. */
public final class RunControl {
    private Recorder recorder;
    private CancellationScope stops;
    private UnaryOperator<String> mask = UnaryOperator.identity();
    private Optional<StopRequest> asked = Optional.empty();
    private boolean over;

    /** @param masking applied to the reasons that people give, which may contain a secret */
    public synchronized void attach(Recorder to, CancellationScope what, UnaryOperator<String> masking) {
        recorder = to;
        stops = what;
        mask = masking;
        asked.ifPresent(this::stop);
    }

    /**
     * Stops the running steps, proven, and ends the run as aborted, without its handlers. Returns at once.
     *
     * @param signal for the journal, e.g. {@code INT}
     * @param exit the engine's exit code in that case, e.g. 130
     */
    public void requestStop(String signal, int exit) {
        requestStop(StopRequest.signal(signal, exit));
    }

    /** Requests a stop; the first request counts. A run that waits for a lock is not started. */
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
            recorder.record(request.event(mask));
        } catch (JournalException unwritable) {
            // running steps are stopped all the same; the run gets the same error at its next record
        } finally {
            stops.request(CancellationToken.Reason.CANCELLED);
        }
    }

    /**
     * Ends the control: later requests come too late and are not recorded. Returns the request that was made, if any.
     */
    public synchronized Optional<StopRequest> over() {
        over = true;
        return asked;
    }

    /** Returns the stop request, if there is one. */
    public synchronized Optional<StopRequest> asked() {
        return asked;
    }

    public int exitCode() {
        return asked().map(StopRequest::exitCode).orElse(0);
    }
}
