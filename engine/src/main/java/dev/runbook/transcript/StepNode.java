package dev.runbook.transcript;

import dev.runbook.journal.ActiveTime;
import dev.runbook.journal.event.AttemptFinished;
import dev.runbook.journal.event.AttemptStarted;
import dev.runbook.journal.event.HandlerEnding;
import dev.runbook.journal.event.StepKind;
import dev.runbook.journal.event.UsualStep;
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
    StepKind kind;
    String action = "";
    String command = "";
    StepState state = StepState.PENDING;
    long budgetMs = -1;
    String cause = "";
    String detail = "";
    Optional<HandlerEnding> ending = Optional.empty();
    StepView.Undo undo = StepView.Undo.NONE;
    String blame = "";
    UsualStep usual = new UsualStep("", 0, -1, -1);
    private final ActiveTime active = new ActiveTime();
    private final List<AttemptView> attempts = new ArrayList<>();
    private boolean waited;

    StepNode(String path, StepKind kind, StepNode container) {
        this.path = path;
        this.kind = kind;
        this.container = container;
        if (container != null) {
            container.inner.add(this);
        }
    }

    void begin(long ms) {
        active.begin(ms);
        state = StepState.RUNNING;
    }

    void end(long ms, StepState result, String why) {
        active.end(ms);
        state = result;
        cause = why;
    }

    /** Starts an attempt, which is also the first record of a step that a resume continues. */
    void attempt(AttemptStarted started, long ms) {
        begin(ms);
        attempts.add(new AttemptView(started.number(), ms, -1, started.output(), Optional.empty()));
    }

    void attempt(AttemptFinished finished, long ms) {
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
                kind == StepKind.NOTIFY ? command : kind == StepKind.ON_FAILURE ? "on failure" : name(),
                kind,
                action,
                command,
                state,
                active.spans(),
                budgetMs,
                cause,
                detail,
                ending,
                undo,
                blame,
                usual,
                List.copyOf(attempts),
                waited,
                inner.stream().map(StepNode::view).toList());
    }
}
