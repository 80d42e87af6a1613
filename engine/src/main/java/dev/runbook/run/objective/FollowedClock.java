package dev.runbook.run.objective;

import dev.runbook.plan.ClockMark;
import dev.runbook.plan.Node;
import dev.runbook.plan.Plan;
import dev.runbook.run.resume.JournalReplay;
import dev.runbook.run.resume.RecordedTimes;
import dev.runbook.run.state.RunState;
import dev.runbook.value.StepPath;
import java.time.Duration;
import java.util.Optional;

/**
 * The RTO clock of a runbook that the run follows or falls back to. Its marks are not recorded, so a resumed run
 * derives them from the entries of the neighbouring nodes. Times count from the run's start. Not thread-safe.
 */
public final class FollowedClock {
    private final String path;
    private final RunState run;
    private final RecordedTimes past;
    private final Duration begun;
    private Optional<Duration> startedAt = Optional.empty();
    private Optional<Duration> stoppedAt = Optional.empty();
    private boolean starts;
    private Optional<Node> last = Optional.empty();

    public FollowedClock(Plan plan, String path, RunState run, JournalReplay past) {
        this.path = path;
        this.run = run;
        this.past = past.times();
        this.begun = this.past.followed(path).orElseGet(run::elapsed);
        if (!plan.marksClock()) {
            startedAt = Optional.of(begun);
        }
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
        return past.began(StepPath.of(path, node.name())).orElseGet(run::elapsed);
    }

    /** Returns when the node ended, its handler included; empty while it has not ended. */
    private Optional<Duration> endOf(Node node) {
        return past.ended(StepPath.of(path, node.name()));
    }
}
