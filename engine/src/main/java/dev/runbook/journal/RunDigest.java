package dev.runbook.journal;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/**
 * What later runs ask of an ended one: how long its steps took, and which ways of failing it went. Drawn from its journal
 * by {@link RunDigestBuilder}; never more than the journal says.
 *
 * @param at when it began
 * @param mode {@code run} or {@code drill}
 * @param text {@link #text} of the runbook
 * @param extent how much of it was run and measured
 * @param ways the failure paths taken, each by its {@linkplain FailurePathIds name}
 */
public record RunDigest(
        String run,
        Instant at,
        String mode,
        String status,
        String text,
        Extent extent,
        List<StepDigest> steps,
        List<String> ways) {
    /** How much of its runbook a run tells of. */
    public enum Extent {
        WHOLE,
        /** Its engine died within a step, whose time is not known: not all of the way was measured. */
        CUT,
        /** A person had only some of its steps run: how long those took then says nothing of the whole. */
        PART
    }

    /** As many runs as any forecast looks at. */
    public static final int MOST = 50;

    private static final int TEXT = 12;

    /** Of a run of its whole runbook. */
    public RunDigest(
            String run,
            Instant at,
            String mode,
            String status,
            String text,
            List<StepDigest> steps,
            List<String> ways) {
        this(run, at, mode, status, text, Extent.WHOLE, steps, ways);
    }

    public RunDigest {
        steps = List.copyOf(steps);
        ways = List.copyOf(ways);
    }

    /**
     * One step, or one {@code forEach} as a whole.
     *
     * @param look {@link #look} of its command in the plan
     * @param text {@link #text} of the runbook it stands in
     * @param result {@code ok}, {@code skipped} where its own condition said so, or how it failed
     */
    public record StepDigest(String step, String kind, String look, String text, long tookMs, String result) {}

    RunDigest withoutSteps() {
        return new RunDigest(run, at, mode, status, text, extent, List.of(), ways);
    }

    /** Enough of the hash of a text to tell it from its other versions. */
    public static String text(String hash) {
        return hash.substring(0, Math.min(hash.length(), TEXT));
    }

    /** A command as it looks but for its numbers: equal for what differs in a version, a date or a size alone. */
    public static String look(String action, String command) {
        int hash = action.hashCode();
        char last = 0;
        for (int i = 0; i < command.length(); i++) {
            char c = command.charAt(i);
            char plain = Character.isDigit(c) ? '0' : Character.isWhitespace(c) ? ' ' : Character.toLowerCase(c);
            boolean again = plain == last && (plain == '0' || plain == ' ');
            hash = again ? hash : 31 * hash + plain;
            last = plain;
        }
        return HexFormat.of().toHexDigits(hash);
    }
}
