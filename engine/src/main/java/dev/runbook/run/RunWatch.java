package dev.runbook.run;

import dev.runbook.journal.AbortNote;
import dev.runbook.journal.AnswerNote;
import dev.runbook.journal.RunFolder;
import dev.runbook.journal.event.ExitCode;
import dev.runbook.run.control.RunControl;
import dev.runbook.run.control.StopRequest;
import dev.runbook.run.lock.LockQueue;
import dev.runbook.run.lock.Locks;
import dev.runbook.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Checks during a run whether an operator on another terminal wants it to stop, or an incident wants its locks. A note
 * in the run's folder reaches exactly the engine process that executes the run, even if process ids were reused.
 */
final class RunWatch implements AutoCloseable {
    private static final Duration EVERY = Duration.ofMillis(200);
    /** The exit code of a terminated process: the run was ended from outside. */
    static final int EXIT = ExitCode.TERMINATED.number();

    private final RunFolder folder;
    private final Locks locks;
    private final boolean yields;
    private final RunControl control;
    private final Clock clock;
    /** Who takes the answers of people, once the run has begun. */
    private volatile Optional<Consumer<AnswerNote>> answers = Optional.empty();
    /** Whether the start of the run is not approved yet, once the run has begun. */
    private volatile BooleanSupplier waitsForApproval = () -> false;

    private final Thread thread = new Thread(this::watch, "run-watch");

    RunWatch(RunFolder folder, Locks locks, boolean yields, RunControl control, Clock clock) {
        this.folder = folder;
        this.locks = locks;
        this.yields = yields;
        this.control = control;
        this.clock = clock;
    }

    /** Starts watching. Notes left before now were for an engine process that is gone. */
    void begin() {
        folder.takeAbortNote();
        folder.answers().take();
        thread.setDaemon(true);
        thread.start();
    }

    /** Passes on the answers that people leave from now on. */
    void answersTo(Consumer<AnswerNote> receiver) {
        answers = Optional.of(receiver);
    }

    /** Lets the run yield its locks while its start is not approved. */
    void yieldsWhile(BooleanSupplier notApproved) {
        waitsForApproval = notApproved;
    }

    private void watch() {
        try {
            while (!Thread.currentThread().isInterrupted() && control.asked().isEmpty()) {
                clock.sleep(EVERY);
                look();
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    /** Checks once; a failed check is not the last, since an operator's stop request must be seen. */
    private void look() {
        try {
            folder.takeAbortNote().ifPresent(this::abort);
            answers.ifPresent(to -> folder.answers().take().forEach(to));
            if (yields) {
                locks.wanted().ifPresent(this::yieldTo);
            } else if (waitsForApproval.getAsBoolean()) {
                locks.wanted().ifPresent(this::overtakenBy);
            }
        } catch (RuntimeException failed) {
            System.getLogger(RunWatch.class.getName())
                    .log(System.Logger.Level.DEBUG, "looking whether somebody stops run " + folder.id(), failed);
        }
    }

    private void abort(AbortNote note) {
        control.requestStop(StopRequest.abort(note.who(), note.why(), EXIT));
    }

    private void yieldTo(LockQueue.Wanted wanted) {
        control.requestStop(StopRequest.yieldTo(wanted.by(), wanted.lock(), EXIT));
    }

    private void overtakenBy(LockQueue.Wanted wanted) {
        control.requestStop(StopRequest.overtaken(wanted.by(), wanted.lock(), EXIT));
    }

    /** Stops watching: afterwards the journal may be closed and the locks released. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
