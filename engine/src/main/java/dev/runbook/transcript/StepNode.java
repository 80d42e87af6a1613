package dev.runbook.transcript;

import dev.runbook.journal.ActiveTime;
import dev.runbook.journal.Event;
import dev.runbook.transcript.StepView.AttemptView;
import dev.runbook.value.StepPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Builds a {@link StepView}. */
final class StepNode {
    final String path;
    final StepNode container;
    final List<StepNode> inner = new ArrayList<>();
    String kind;
    String action = "";
    String shown = "";
    String state = StepView.PENDING;
    long budgetMs = -1;
    String cause = "";
    String detail = "";
    String blame = "";
    Event.UsualStep usual = new Event.UsualStep("", 0, -1, -1);
    private final ActiveTime active = new ActiveTime();
    private final List<AttemptView> attempts = new ArrayList<>();
    private boolean waited;

    StepNode(String path, String kind, StepNode container) {
        this.path = path;
        this.kind = kind;
        this.container = container;
        if (container != null) {
            container.inner.add(this);
        }
    }

    void begin(long ms) {
        active.begin(ms);
        state = StepView.RUNNING;
    }

    void end(long ms, String result, String why) {
        active.end(ms);
        state = result;
        cause = why;
    }

    /** Starts an attempt, which is also the first record of a step that a resume continues. */
    void attempt(Event.AttemptStarted started, long ms) {
        begin(ms);
        attempts.add(new AttemptView(started.number(), ms, -1, started.output(), Optional.empty()));
    }

    void attempt(Event.AttemptFinished finished, long ms) {
        if (attempts.isEmpty()) {
            attempts.add(new AttemptView(finished.number(), ms, -1, "", Optional.empty()));
        }
        AttemptView begun = attempts.remove(attempts.size() - 1);
        attempts.add(new AttemptView(finished.number(), begun.startMs(), ms, begun.output(), Optional.of(finished)));
    }

    boolean attemptless() {
        return attempts.isEmpty();
    }

    void waits() {
        waited = true;
    }

    /** Returns the path without the part that the containers show. */
    private String name() {
        for (StepNode outer = container; outer != null; outer = outer.container) {
            if (!outer.path.isEmpty() && StepPath.isWithin(path, outer.path)) {
                return StepPath.below(path, outer.path);
            }
        }
        return path;
    }

    StepView view() {
        return new StepView(
                path,
                kind.equals("notify") ? shown : kind.equals(RunViewBuilder.HANDLER) ? "on failure" : name(),
                kind,
                action,
                shown,
                state,
                active.spans(),
                budgetMs,
                cause,
                detail,
                blame,
                usual,
                List.copyOf(attempts),
                waited,
                inner.stream().map(StepNode::view).toList());
    }
}
