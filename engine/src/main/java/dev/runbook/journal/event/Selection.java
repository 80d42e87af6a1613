package dev.runbook.journal.event;

import java.util.List;

/**
 * The steps of the started runbook that a run executes.
 *
 * @param named the steps that the operator named: the first one to run, or the only ones
 * @param leftOut the steps that are omitted
 */
public record Selection(Kind kind, List<String> named, List<String> leftOut) {
    /** Everything. */
    public static final Selection WHOLE = new Selection(Kind.WHOLE, List.of(), List.of());

    private static final int MOST_NAMED = 3;

    /** How the operator chose. */
    public enum Kind {
        WHOLE,
        /** {@code --from}: a step and all that follow it. */
        FROM,
        /** {@code --only}: some steps. */
        ONLY
    }

    public Selection {
        named = List.copyOf(named);
        leftOut = List.copyOf(leftOut);
    }

    /** Returns whether steps are omitted. */
    public boolean partial() {
        return !leftOut.isEmpty();
    }

    /** Returns the choice as typed: {@code --from 'B'}, {@code --only 'Count'}; empty if nothing is omitted. */
    public String describe() {
        if (!partial()) {
            return "";
        }
        return switch (kind) {
            case WHOLE -> "";
            case FROM -> "--from " + quoted(named);
            case ONLY ->
                "--only " + quoted(named.subList(0, Math.min(MOST_NAMED, named.size())))
                        + (named.size() > MOST_NAMED ? " and " + (named.size() - MOST_NAMED) + " more" : "");
        };
    }

    /** Returns why a step is omitted, for people. */
    public String reason() {
        return kind == Kind.FROM ? "before " + describe() : "not among --only";
    }

    private static String quoted(List<String> steps) {
        return "'" + String.join("', '", steps) + "'";
    }
}
