package dev.runbook.action.copy;

import dev.runbook.AuthorException;
import dev.runbook.action.CancellationToken;
import dev.runbook.action.Outcome;
import dev.runbook.action.sql.database.SqlError;
import dev.runbook.value.Result;
import dev.runbook.value.StopProof;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Creates the outcome of a copy. */
public final class CopyOutcome {
    /** The names of the values that a copy provides for conditions, handlers and later steps. */
    public static final Set<String> LEAVES =
            Set.of("inserted", "updated", "deleted", "unchanged", "skipped", "checksum");

    private CopyOutcome() {}

    static Outcome done(CopyTally tally, CopyComparison comparison) {
        Map<String, Object> values = values(tally, Optional.of(comparison));
        return comparison.same()
                ? Outcome.ok(values)
                : Outcome.answered(Result.FAILED, values, comparison.difference());
    }

    static Outcome refused(CopyTally tally, AuthorException refusal) {
        return failed(tally, refusal.getMessage());
    }

    static Outcome failed(CopyTally tally, String cause) {
        return new Outcome(Result.FAILED, values(tally, Optional.empty()), cause, Optional.empty(), false);
    }

    static Outcome notConnected(CopyFailure failure) {
        String cause = "cannot connect to database '" + failure.database() + "': "
                + failure.error().text();
        return failure.error().lost() ? Outcome.noAnswer(cause) : Outcome.failed(cause);
    }

    /**
     * @param committing whether it failed during the commit of a batch, in which case only the checkpoint shows the
     *     result
     */
    static Outcome failed(CopyTally tally, CopyFailure failure, boolean committing, String at) {
        SqlError error = failure.error();
        String what = error.lost()
                ? "connection to database '" + failure.database() + "' lost: " + error.message()
                : "database '" + failure.database() + "': " + error.text();
        if (committing && error.lost()) {
            return Outcome.unknown(
                    what + at
                            + "; the last batch may have been copied: the checkpoint shows it, and another attempt continues"
                            + " from it",
                    values(tally, Optional.empty()));
        }
        return failed(tally, what + at + carried(tally));
    }

    static Outcome stopped(CancellationToken.Reason reason, CopyTally tally, boolean settled, StopProof proof) {
        Map<String, Object> values = values(tally, Optional.empty());
        return settled
                ? Outcome.stopped(reason, values, "the copy was stopped" + carried(tally), proof)
                : new Outcome(
                        Result.UNKNOWN,
                        values,
                        "stopped, but the last batch may have been copied: the checkpoint shows it, and another attempt continues"
                                + " from it",
                        Optional.of(proof),
                        false);
    }

    private static String carried(CopyTally tally) {
        return tally.equals(CopyTally.NONE)
                ? "; nothing was copied"
                : "; committed so far: " + tally.describe() + "; another attempt continues from there";
    }

    private static Map<String, Object> values(CopyTally tally, Optional<CopyComparison> comparison) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("inserted", tally.inserted());
        values.put("updated", tally.updated());
        values.put("deleted", tally.deleted());
        values.put("unchanged", tally.unchanged());
        values.put("skipped", tally.skipped());
        comparison.ifPresent(sides -> values.put("checksum", sides.values()));
        return values;
    }
}
