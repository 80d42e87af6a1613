package dev.runbook.model;

import dev.runbook.journal.event.AttemptFinished;
import dev.runbook.journal.event.HandlerEnding;
import dev.runbook.journal.event.StepKind;
import dev.runbook.journal.event.UsualStep;
import dev.runbook.value.EnumWord;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The state of one step, group, handler or followed runbook. Times are milliseconds since the run's start.
 *
 * @param path unique in the run
 * @param name the part of the path that its container does not show
 * @param active when it was active; several spans if a resume ran it again, none if it never began
 * @param budgetMs -1 without its own budget
 * @param cause why it is not ok, or why it was skipped
 * @param detail for groups: how many were ok; for handlers: how they ended; for followed runbooks: their objectives
 * @param ending how a handler ended
 * @param undo whether the step was to be undone, and is
 * @param blame what took the time of a step over its budget
 * @param waited whether the engine waited: between attempts, while a condition had to hold
 * @param waiting what it waits for, before its next attempt
 * @param depth its depth in the plan; 0 outside of it
 * @param usual how long it took in earlier runs; its count is 0 where unknown
 */
public record StepView(
        String path,
        String name,
        StepKind kind,
        String action,
        String command,
        StepState state,
        List<ActiveTime.Span> active,
        long budgetMs,
        String cause,
        String detail,
        Optional<HandlerEnding> ending,
        Undo undo,
        String blame,
        UsualStep usual,
        List<AttemptView> attempts,
        boolean waited,
        String waiting,
        int depth,
        List<StepView> inner) {
    /** Whether a step was undone. */
    public enum Undo {
        /** It was not to be undone. */
        NONE,
        UNDONE,
        NOT_UNDONE
    }

    /**
     * One attempt.
     *
     * @param finished its result; absent while it runs, or when the engine died during it
     */
    public record AttemptView(
            int number, long startMs, long endMs, String output, Optional<AttemptFinished> finished) {}

    /** Returns whether this is the undo of a step. */
    public boolean isUndo() {
        return kind == StepKind.UNDO;
    }

    /** Returns the name without its place: a handler of the runbook has no path. */
    public String title() {
        return path.isEmpty() ? name : path;
    }

    /** Returns the state for people. */
    public String describe() {
        return state == StepState.PENDING ? "not reached" : EnumWord.phrase(state);
    }

    /** Returns a one-character sign for the state, readable without colour. */
    public String sign() {
        return state.sign();
    }

    public boolean bad() {
        return state.bad();
    }

    /** Returns whether it failed and its own handler carried on. */
    boolean carriedOn() {
        return bad()
                && inner.stream()
                        .anyMatch(handler -> handler.ending()
                                .filter(HandlerEnding.CARRY_ON::equals)
                                .isPresent());
    }

    boolean anyBad() {
        return bad() || inner.stream().anyMatch(StepView::anyBad);
    }

    public boolean began() {
        return !active.isEmpty();
    }

    /** Returns when it first began; -1 if never. */
    public long startMs() {
        return began() ? active.get(0).startMs() : -1;
    }

    /** Returns when it last ended; -1 if it has not. */
    public long endMs() {
        return began() ? active.get(active.size() - 1).endMs() : -1;
    }

    public boolean container() {
        return !inner.isEmpty() && attempts.isEmpty();
    }

    public Optional<AttemptFinished> lastAttempt() {
        return attempts.isEmpty()
                ? Optional.empty()
                : attempts.get(attempts.size() - 1).finished();
    }

    /** Returns the step, then all steps within it. */
    Stream<StepView> withInner() {
        return Stream.concat(Stream.of(this), inner.stream().flatMap(StepView::withInner));
    }
}
