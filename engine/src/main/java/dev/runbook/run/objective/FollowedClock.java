package dev.runbook.run.objective;

import dev.runbook.journal.event.Event;
import dev.runbook.journal.event.FollowStarted;
import dev.runbook.journal.event.GroupFinished;
import dev.runbook.journal.event.GroupStarted;
import dev.runbook.journal.event.HandlerFinished;
import dev.runbook.journal.event.StepFinished;
import dev.runbook.journal.event.StepSkipped;
import dev.runbook.journal.event.StepStarted;
import dev.runbook.plan.ClockMark;
import dev.runbook.plan.Node;
import dev.runbook.plan.Plan;
import dev.runbook.run.resume.JournalReplay;
import dev.runbook.run.state.RunState;
import dev.runbook.value.Result;
import dev.runbook.value.StepPath;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The RTO clock of a runbook that the run follows or falls back to. Its marks are not recorded, so a resumed run
 * derives them from the entries of the neighbouring nodes. Times count from the run's start. Not thread-safe.
 */
public final class FollowedClock {
    private final String path;
    private final RunState run;
    private final JournalReplay past;
    private final Duration begun;
    private Optional<Duration> startedAt = Optional.empty();
    private Optional<Duration> stoppedAt = Optional.empty();
    private boolean starts;
    private Optional<Node> last = Optional.empty();

    public FollowedClock(Plan plan, String path, RunState run, JournalReplay past) {
        this.path = path;
        this.run = run;
        this.past = past;
        this.begun = when(event ->
                        event instanceof FollowStarted started && started.step().equals(path))
                .findFirst()
                .orElseGet(run::elapsed);
        if (!plan.marksClock()) {
            startedAt = Optional.of(begun);
        }
    }

    /** Returns how long ago the runbook began. */
    public Duration sinceBegun() {
        return run.elapsed().minus(begun);
    }

    /** Handles that a top-level node of the runbook is about to run. */
    public void before(Node node) {
        if (node instanceof ClockMark mark && mark.kind() == ClockMark.Kind.START) {
            starts = startedAt.isEmpty();
        } else if (node instanceof ClockMark) {
            stop();
        } else if (!node.name().isEmpty()) {
            if (starts) {
                startedAt = Optional.of(beginOf(node));
                starts = false;
            }
            last = Optional.of(node);
        }
    }

    private void stop() {
        starts = false;
        if (startedAt.isPresent() && stoppedAt.isEmpty()) {
            stoppedAt = Optional.of(last.flatMap(this::endOf).orElseGet(run::elapsed));
        }
    }

    /** Returns the time on its RTO clock so far; zero before the start. */
    public Duration elapsed() {
        return startedAt
                .map(start -> stoppedAt.orElseGet(run::elapsed).minus(start))
                .orElse(Duration.ZERO);
    }

    private Duration beginOf(Node node) {
        String step = StepPath.of(path, node.name());
        return when(event -> isBegin(event, step)).findFirst().orElseGet(run::elapsed);
    }

    private static boolean isBegin(Event event, String step) {
        if (event instanceof StepStarted started) {
            return started.step().equals(step);
        }
        return event instanceof GroupStarted group ? group.step().equals(step) : isSkip(event, step);
    }

    /** Returns when the node ended, its handler included; empty while it has not ended. */
    private Optional<Duration> endOf(Node node) {
        String step = StepPath.of(path, node.name());
        return when(event -> isEnd(event, step)).reduce((first, second) -> second);
    }

    private static boolean isEnd(Event event, String step) {
        if (event instanceof StepFinished ended) {
            return ended.step().equals(step) && ended.result() != Result.CANCELLED;
        }
        if (event instanceof GroupFinished group) {
            return group.step().equals(step) && group.result() != Result.CANCELLED;
        }
        if (event instanceof HandlerFinished handler) {
            return handler.of().equals(step) && handler.result() != Result.CANCELLED;
        }
        return isSkip(event, step);
    }

    private static boolean isSkip(Event event, String step) {
        return event instanceof StepSkipped skipped && skipped.step().equals(step);
    }

    /** Returns when an earlier engine process recorded such events. */
    private Stream<Duration> when(Predicate<Event> wanted) {
        return past.entries().stream()
                .filter(entry -> wanted.test(entry.event()))
                .map(entry -> Duration.ofNanos(
                        entry.sinceStartNanos() - past.entries().get(0).sinceStartNanos()));
    }
}
