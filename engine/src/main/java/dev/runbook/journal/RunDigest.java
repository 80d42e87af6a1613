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
 * @param textHash {@link #abbreviated} hash of the text of the runbook
 * @param extent how much of it was run and measured
 * @param failurePaths those taken, each by its {@linkplain FailurePathIds name}
 */
public record RunDigest(
        String run,
        Instant at,
        Mode mode,
        RunStatus status,
        String textHash,
        Extent extent,
        List<StepDigest> steps,
        List<String> failurePaths) {
    /** How much of its runbook a run covers. */
    public enum Extent {
        COMPLETE,
        /** The engine died within a step, whose time is unknown: the run was not measured completely. */
        INTERRUPTED,
        /** The operator chose some of the steps: their times say nothing about the whole. */
        PARTIAL
    }

    /** The most runs that a forecast uses. */
    public static final int MOST = 50;

    private static final int HASH_LENGTH = 12;

    public RunDigest {
        steps = List.copyOf(steps);
        failurePaths = List.copyOf(failurePaths);
    }

    /**
     * One step, or one {@code forEach} as a whole.
     *
     * @param commandFingerprint {@link #commandFingerprint} of its command in the plan
     * @param textHash {@link #abbreviated} hash of the text of the runbook that contains it
     * @param result {@code OK}, {@code SKIPPED} by its own condition, or how it failed
     */
    public record StepDigest(
            String step, String kind, String commandFingerprint, String textHash, long tookMs, Result result) {}

    RunDigest withoutSteps() {
        return new RunDigest(run, at, mode, status, textHash, extent, List.of(), failurePaths);
    }

    /** Abbreviates the hash of a text, long enough to distinguish its versions. */
    public static String abbreviated(String hash) {
        return hash.substring(0, Math.min(hash.length(), HASH_LENGTH));
    }

    /**
     * Fingerprints a command without its numbers: equal for commands that differ only in a version, a date or a size.
     */
    public static String commandFingerprint(String action, String command) {
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
