package dev.runbook.transcript;

import dev.runbook.journal.ActiveTime;
import dev.runbook.journal.Event;
import dev.runbook.value.Words;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The state of one step, group, handler or followed runbook. Times are milliseconds since the run's start.
 *
 * @param path unique in the run
 * @param name the part of the path that its container does not show
 * @param kind {@code step}, {@code verify}, {@code phase}, {@code parallel}, {@code notify}, {@code onFailure}, …
 * @param state a result, or {@code running}, or {@code pending}, or {@code interrupted}
 * @param active when it was active; several spans if a resume ran it again, none if it never began
 * @param budgetMs -1 without its own budget
 * @param cause why it is not ok, or why it was skipped
 * @param detail for groups: how many were ok; for handlers: how they ended; for a step that was to be undone:
 * {@link #UNDONE} or {@link #NOT_UNDONE}
 * @param blame what took the time of a step over its budget
 * @param waited whether the engine waited: between attempts, while a condition had to hold
 * @param usual how long it took in earlier runs; its count is 0 where unknown
 */
public record StepView(
        String path,
        String name,
        String kind,
        String action,
        String shown,
        String state,
        List<ActiveTime.Span> active,
        long budgetMs,
        String cause,
        String detail,
        String blame,
        Event.UsualStep usual,
        List<AttemptView> attempts,
        boolean waited,
        List<StepView> inner) {
    static final String UNDO = "undo";
    static final String PARALLEL = "parallel";

    public static final String PENDING = "pending";
    public static final String RUNNING = "running";
    /** Begun and not ended, with no attempt in progress: a resume continues it. */
    public static final String INTERRUPTED = "interrupted";

    /** The detail of a step whose undo was run. */
    public static final String UNDONE = "undone";

    public static final String NOT_UNDONE = "NOT undone";

    /**
     * One attempt.
     *
     * @param finished its result; absent while it runs, or when the engine died during it
     */
    public record AttemptView(
            int number, long startMs, long endMs, String output, Optional<Event.AttemptFinished> finished) {}

    /** Returns whether this is the undo of a step. */
    public boolean undo() {
        return kind.equals(UNDO);
    }

    /** Returns the name without its place: a handler of the runbook has no path. */
    public String title() {
        return path.isEmpty() ? name : path;
    }

    /** Returns the state for people. */
    public String describe() {
        return state.equals(PENDING) ? "not reached" : Words.describe(state);
    }

    /** Returns a one-character sign for the state, readable without colour. */
    String sign() {
        return switch (state) {
            case PENDING -> "·";
            case RUNNING -> "▸";
            case INTERRUPTED -> "◦";
            default -> Words.sign(state);
        };
    }

    public boolean bad() {
        return switch (state) {
            case "ok", "skipped", PENDING, RUNNING -> false;
            default -> true;
        };
    }

    /** Returns whether it failed and its own handler carried on. */
    public boolean carriedOn() {
        return bad()
                && inner.stream()
                        .anyMatch(handler -> handler.kind().equals(RunViewBuilder.HANDLER)
                                && handler.detail().equals("carryOn"));
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

    public Optional<Event.AttemptFinished> lastAttempt() {
        return attempts.isEmpty()
                ? Optional.empty()
                : attempts.get(attempts.size() - 1).finished();
    }

    /** Returns the step, then all steps within it. */
    public Stream<StepView> withInner() {
        return Stream.concat(Stream.of(this), inner.stream().flatMap(StepView::withInner));
    }
}
