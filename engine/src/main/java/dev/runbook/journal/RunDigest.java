package dev.runbook.journal;

import dev.runbook.journal.event.Mode;
import dev.runbook.journal.event.RunStatus;
import dev.runbook.value.Result;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/**
 * What later runs need of an ended one: how long its steps took, and which failure paths it took. Derived from its
 * journal by the model of a run; never more than the journal has.
 *
 * @param at when it began
 * @param text {@link #text} of the runbook
 * @param extent how much of it was run and measured
 * @param ways the failure paths taken, each by its {@linkplain FailurePathIds name}
 */
public record RunDigest(
        String run,
        Instant at,
        Mode mode,
        RunStatus status,
        String text,
        Extent extent,
        List<StepDigest> steps,
        List<String> ways) {
    /** How much of its runbook a run covers. */
    public enum Extent {
        WHOLE,
        /** The engine died within a step, whose time is unknown: the run was not measured completely. */
        CUT,
        /** The operator chose some of the steps: their times say nothing about the whole. */
        PART
    }

    /** The most runs that a forecast uses. */
    public static final int MOST = 50;

    private static final int TEXT = 12;

    /** For a run of its whole runbook. */
    public RunDigest(
            String run,
            Instant at,
            Mode mode,
            RunStatus status,
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
     * @param text {@link #text} of the runbook that contains it
     * @param result {@code OK}, {@code SKIPPED} by its own condition, or how it failed
     */
    public record StepDigest(String step, String kind, String look, String text, long tookMs, Result result) {}

    RunDigest withoutSteps() {
        return new RunDigest(run, at, mode, status, text, extent, List.of(), ways);
    }

    /** Abbreviates the hash of a text, long enough to distinguish its versions. */
    public static String text(String hash) {
        return hash.substring(0, Math.min(hash.length(), TEXT));
    }

    /**
     * Normalizes a command by removing its numbers: equal for commands that differ only in a version, a date or a size.
     */
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
