package dev.runbook.model;

import dev.runbook.journal.event.AttemptFinished;
import dev.runbook.journal.event.AttemptStarted;
import dev.runbook.journal.event.HandlerEnding;
import dev.runbook.journal.event.StepKind;
import dev.runbook.journal.event.UsualStep;
import dev.runbook.model.StepView.AttemptView;
import dev.runbook.value.StepPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

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
    String blame = "";
    UsualStep usual = new UsualStep("", 0, -1, -1);
    private final ActiveTime active = new ActiveTime();
    private final List<AttemptView> attempts = new ArrayList<>();
    private boolean waited;
    private String waiting = "";
    /** Its depth in the plan; 0 outside of it. */
    int depth;
    /** Whether it began before a resume that has not reached it yet. */
    boolean resting;

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
        waiting = "";
        attempts.add(new AttemptView(started.number(), ms, -1, started.output(), Optional.empty()));
    }

    void attempt(AttemptFinished finished, long ms) {
        if (attempts.isEmpty()) {
            attempts.add(new AttemptView(finished.number(), ms, -1, "", Optional.empty()));
        }
        AttemptView begun = attempts.remove(attempts.size() - 1);
        attempts.add(new AttemptView(
                finished.number(), begun.startMs(), ms, begun.output(), Optional.of(finished.withoutValues())));
    }

    void waits(String why) {
        waited = true;
        waiting = why;
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

    /**
     * How steps in progress ended when their engine died.
     *
     * @param unknown which steps had an attempt in progress: it is unknown whether it acted
     */
    record Interruption(long ms, Predicate<String> unknown, String why) {}

    /** @param undos the steps that were to be undone, by path, and whether they are */
    StepView view(Optional<Interruption> interruption, Map<String, StepView.Undo> undos) {
        Optional<Interruption> own = interruption.filter(died -> state == StepState.RUNNING);
        boolean unknown = own.filter(
                        died -> !attempts.isEmpty() && died.unknown().test(path))
                .isPresent();
        String why = unknown ? own.get().why() : inner.isEmpty() ? "between its attempts, or before the first" : "";
        return new StepView(
                path,
                kind == StepKind.NOTIFY ? command : kind == StepKind.ON_FAILURE ? "on failure" : name(),
                kind,
                action,
                command,
                own.isEmpty() ? state : unknown ? StepState.UNKNOWN : StepState.INTERRUPTED,
                own.map(died -> active.endedAt(died.ms())).orElseGet(active::spans),
                budgetMs,
                own.isEmpty() ? cause : why,
                detail,
                ending,
                undos.getOrDefault(path, StepView.Undo.NONE),
                blame,
                usual,
                List.copyOf(attempts),
                waited,
                waiting,
                depth,
                inner.stream().map(step -> step.view(interruption, undos)).toList());
    }
}
