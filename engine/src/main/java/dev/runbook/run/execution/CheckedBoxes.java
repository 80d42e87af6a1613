package dev.runbook.run.execution;

import dev.runbook.action.CancellationToken;
import dev.runbook.journal.event.Answer;
import dev.runbook.journal.event.AnswerSource;
import dev.runbook.journal.event.FailureTrace;
import dev.runbook.plan.Question;
import dev.runbook.plan.Task;
import dev.runbook.run.control.CancellationScope;
import dev.runbook.run.people.Questions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The boxes of a {@code manual} that the engine ticks: runs their verifies beside the people, and stops at the end what
 * still runs.
 */
final class CheckedBoxes implements AutoCloseable {
    private final TaskInProgress task;
    private final Questions questions;
    private final Sequence sequence;
    private final CancellationScope stops;
    private final List<Thread> running = new ArrayList<>();
    private volatile RuntimeException fault;
    private volatile Optional<FailureTrace> failure = Optional.empty();

    CheckedBoxes(TaskInProgress task, Question question, Questions questions, Sequence sequence) {
        this.task = task;
        this.questions = questions;
        this.sequence = sequence;
        this.stops = task.scope().stops().child();
        for (int i = 0; i < question.boxes().size(); i++) {
            String verify = question.boxes().get(i).verify();
            int number = question.first() + i;
            task.work().verifies().stream()
                    .filter(one -> one.name().equals(verify))
                    .forEach(one -> start(one, number));
        }
    }

    private void start(Task verify, int number) {
        Thread thread = new Thread(() -> check(verify, number), "checked-box");
        thread.setDaemon(true);
        thread.start();
        running.add(thread);
    }

    private void check(Task verify, int number) {
        try {
            NodeResult ended = sequence.execute(
                    List.of(verify), task.scope().under(task.path()).stoppedBy(stops));
            if (ended instanceof NodeResult.Completed) {
                questions.answer(task.path(), Answer.TICK, number, AnswerSource.ENGINE, "");
            } else if (ended instanceof NodeResult.Failed failed && !stops.requested()) {
                failure = Optional.of(failed.trace());
                questions.answer(task.path(), Answer.FAIL, number, AnswerSource.ENGINE, failed.describe());
            }
        } catch (RuntimeException unwritable) {
            fault = unwritable;
            task.scope().stops().request(CancellationToken.Reason.CANCELLED);
        }
    }

    /** Returns where a verify failed. */
    Optional<FailureTrace> failure() {
        return failure;
    }

    /** Stops the verifies that still run and waits for them. */
    @Override
    public void close() {
        stops.request(CancellationToken.Reason.CANCELLED);
        for (Thread thread : running) {
            join(thread);
        }
        task.scope().stops().forget(stops);
        if (fault != null) {
            throw fault;
        }
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException stopAsked) {
                interrupted = true; // their ends are proven, then this continues
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
