package dev.runbook.run.resume;

import dev.runbook.journal.Entry;
import dev.runbook.journal.event.FollowStarted;
import dev.runbook.journal.event.HandlerFinished;
import dev.runbook.journal.event.StepFinished;
import dev.runbook.model.RunObserver;
import dev.runbook.model.StepState;
import dev.runbook.model.StepView;
import dev.runbook.value.Result;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** When earlier engine processes began and ended the nodes of a run, since the run's start. Not thread-safe. */
public final class RecordedTimes implements RunObserver {
    private final Map<String, Duration> began = new HashMap<>();
    private final Map<String, Duration> ended = new HashMap<>();
    private final Map<String, Duration> followed = new HashMap<>();
    private long startNanos = -1;
    private Duration now = Duration.ZERO;

    @Override
    public void at(Entry entry) {
        startNanos = startNanos < 0 ? entry.sinceStartNanos() : startNanos;
        now = Duration.ofNanos(entry.sinceStartNanos() - startNanos);
    }

    @Override
    public void stepStarted(StepView step) {
        began.putIfAbsent(step.path(), now);
    }

    @Override
    public void containerStarted(StepView container, int members) {
        began.putIfAbsent(container.path(), now);
    }

    @Override
    public void stepSkipped(StepView step) {
        began.putIfAbsent(step.path(), now);
        ended.put(step.path(), now);
    }

    @Override
    public void stepEnded(StepView step, StepFinished end) {
        ended(step.path(), end.result() == Result.CANCELLED);
    }

    @Override
    public void containerEnded(StepView container) {
        ended(container.path(), container.state() == StepState.CANCELLED);
    }

    @Override
    public void handlerEnded(HandlerFinished handler) {
        ended(handler.of(), handler.result() == Result.CANCELLED);
    }

    @Override
    public void runbookStarted(FollowStarted runbook) {
        followed.putIfAbsent(runbook.step(), now);
    }

    private void ended(String path, boolean stopped) {
        if (!stopped) {
            ended.put(path, now);
        }
    }

    /** Returns when a step or container first began or was skipped. */
    public Optional<Duration> began(String path) {
        return Optional.ofNullable(began.get(path));
    }

    /** Returns when a step or container last ended, its handler included; empty while it has not ended. */
    public Optional<Duration> ended(String path) {
        return Optional.ofNullable(ended.get(path));
    }

    /** Returns when the runbook followed under this path began. */
    public Optional<Duration> followed(String path) {
        return Optional.ofNullable(followed.get(path));
    }
}
