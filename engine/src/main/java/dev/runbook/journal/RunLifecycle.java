package dev.runbook.journal;

import dev.runbook.journal.event.RunFinished;
import dev.runbook.value.EnumWord;
import java.util.Optional;

/**
 * The state of a run, as every command reports it.
 *
 * @param end how it ended, if its good records have an end
 * @param dead why nothing continues the run, and what to do instead; empty unless that is certain
 */
public record RunLifecycle(String run, Kind kind, Optional<RunFinished> end, String dead) {
    /** The states of a run. */
    public enum Kind {
        RUNNING,
        /** Also by being aborted: the run may then be resumed. */
        ENDED,
        /** Its engine died after a record. */
        INTERRUPTED,
        /** Its engine died before the first record. */
        EMPTY,
        DAMAGED
    }

    static RunLifecycle of(String run, JournalText text, boolean live) {
        Optional<RunFinished> end = text.end();
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

    private static String damaged(String run, JournalText text, Optional<RunFinished> end) {
        String flaw = "journal damaged at " + text.damage();
        if (end.isPresent()) {
            return "run " + run + " has ended: " + EnumWord.phrase(end.get().status()) + "; " + flaw;
        }
        String look = text.entries().isEmpty() ? "" : "\n  runbook show " + run + " shows what is good of it";
        return "run " + run + " cannot be resumed: " + flaw + look
                + "\n  start the runbook again with --from the step where it must continue";
    }
}
