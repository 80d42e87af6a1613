package dev.runbook.journal;

import dev.runbook.value.Words;
import java.util.Optional;

/**
 * How a run stands: the one account of it that every command gives.
 *
 * @param end how it ended, where its good records say so
 * @param dead why nothing goes on with it, and what to do instead; empty when that is not so for sure
 */
public record RunLifecycle(String run, Kind kind, Optional<Event.RunFinished> end, String dead) {
    /** What a run may be. */
    public enum Kind {
        RUNNING,
        /** Also by being aborted: then it may be resumed. */
        ENDED,
        /** Its engine died after a record. */
        INTERRUPTED,
        /** Its engine died before the first record. */
        EMPTY,
        DAMAGED
    }

    static RunLifecycle of(String run, JournalText text, boolean live) {
        Optional<Event.RunFinished> end = text.end();
        if (text.flaw().isPresent()) {
            return new RunLifecycle(run, Kind.DAMAGED, end, damaged(run, text, end));
        }
        if (live) {
            return new RunLifecycle(run, Kind.RUNNING, end, "");
        }
        if (text.entries().isEmpty()) {
            return new RunLifecycle(
                    run,
                    Kind.EMPTY,
                    end,
                    "run " + run + " has no record: its engine died before the first\n"
                            + "  nothing was touched; start the runbook again");
        }
        return new RunLifecycle(run, end.isPresent() ? Kind.ENDED : Kind.INTERRUPTED, end, "");
    }

    private static String damaged(String run, JournalText text, Optional<Event.RunFinished> end) {
        String flaw = "journal damaged at " + text.damage();
        if (end.isPresent()) {
            return "run " + run + " has ended: " + Words.describe(end.get().status()) + "; " + flaw;
        }
        String look = text.entries().isEmpty() ? "" : "\n  runbook show " + run + " shows what is good of it";
        return "run " + run + " cannot be resumed: " + flaw + look
                + "\n  start the runbook again with --from the step where it has to go on";
    }
}
