package dev.runbook.action.sql;

import dev.runbook.action.CancellationToken;
import dev.runbook.action.Outcome;
import dev.runbook.action.sql.database.SqlError;
import dev.runbook.action.sql.script.SqlStatement;
import dev.runbook.value.Result;
import dev.runbook.value.StopProof;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Creates the outcome of a script. */
public final class SqlOutcome {
    /** The names of the values that a script provides for conditions, handlers and later steps. */
    public static final Set<String> LEAVES = Set.of("rows", "rowCount", "row", "value", "updateCount", "messages");

    private final String database;
    private final boolean batches;
    private final boolean atomic;
    private final SqlResults results;
    private final ServerMessages messages;

    /**
     * @param batches whether several statements are sent at once, of which some may succeed and others fail
     * @param atomic whether the script changes all or nothing
     */
    SqlOutcome(String database, boolean batches, boolean atomic, SqlResults results, ServerMessages messages) {
        this.database = database;
        this.batches = batches;
        this.atomic = atomic;
        this.results = results;
        this.messages = messages;
    }

    Outcome done() {
        return Outcome.ok(values());
    }

    Outcome leftOpen() {
        return new Outcome(
                Result.FAILED,
                said(),
                "the script left a transaction open; it was rolled back: end it with COMMIT",
                Optional.empty(),
                false);
    }

    /**
     * Returns the outcome of a transaction that the step's conditions rejected; they are evaluated again and report
     * why.
     */
    Outcome notAccepted() {
        return Outcome.answered(Result.FAILED, values(), "its transaction was rolled back");
    }

    Outcome notConnected(SqlError error) {
        String cause = "cannot connect to database '" + database + "': " + error.text();
        return error.lost() ? Outcome.noAnswer(cause) : Outcome.failed(cause);
    }

    Outcome notPrimary(String reason) {
        return Outcome.failed("database '" + database + "' is not the primary: " + reason + "; nothing was sent");
    }

    Outcome notConnectedInTime(CancellationToken.Reason reason, StopProof proof) {
        return Outcome.stopped(
                reason, said(), "database '" + database + "' did not accept a connection in time", proof);
    }

    /** Returns the outcome of a failed statement: rejected, or unknown. */
    Outcome failed(SqlRun.Progress progress, SqlError error) {
        String where = where(progress, error);
        if (!error.lost()) {
            String undone = progress.inTransaction() ? "; its transaction was rolled back" : ofBatch(progress, error);
            String unchanged = atomic && error.conflict() ? "; nothing was changed, so the step can be repeated" : "";
            return new Outcome(
                    Result.FAILED,
                    said(),
                    error.text() + where + undone + unchanged + before(progress),
                    Optional.empty(),
                    false);
        }
        String lost = "connection to database '" + database + "' lost: " + error.message();
        if (progress.committing()) {
            return Outcome.unknown(lost + " while the transaction was committed; it may have been", said());
        }
        if (progress.mayLast()) {
            return Outcome.unknown(lost + where + "; it may have been carried out" + before(progress), said());
        }
        String undone = progress.inTransaction() ? "; its transaction is rolled back" : "";
        return new Outcome(Result.FAILED, said(), lost + where + undone, Optional.empty(), false);
    }

    /**
     * @param settled whether it is known that the statement changed nothing
     */
    Outcome stopped(CancellationToken.Reason reason, SqlRun.Progress progress, boolean settled, StopProof proof) {
        String what = progress.committing()
                ? "the commit of the transaction"
                : "statement " + progress.number() + " of " + progress.of() + " (line "
                        + progress.current().statement().line() + ")";
        if (settled || !progress.mayLast()) {
            String undone = progress.inTransaction() ? "; its transaction was rolled back" : "";
            return Outcome.stopped(reason, said(), what + " was cancelled" + undone + before(progress), proof);
        }
        String cause = what + " may have been carried out" + before(progress);
        return new Outcome(Result.UNKNOWN, said(), "stopped, but " + cause, Optional.of(proof), false);
    }

    /** Describes the other statements of a batch that is not one transaction. */
    private String ofBatch(SqlRun.Progress progress, SqlError error) {
        SqlStatement batch = progress.current().statement();
        int line = error.line().orElse(0);
        boolean before = progress.partly() || (batch.isSilent() && batch.hasCodeBefore(line));
        if (!batches) {
            return "";
        }
        if (before && batch.hasOwnTransactions()) {
            return "; what the batch did before it may be permanent: check the database";
        }
        String after = line > 0 && batch.hasCodeAfter(line)
                ? "; the server may have continued with the statements of the batch after it"
                : "";
        return (before ? "; the statements of the batch before it are done" : "") + after;
    }

    private static String before(SqlRun.Progress progress) {
        int done = progress.number() - 1;
        return done == 0 || progress.inTransaction()
                ? ""
                : "; the " + (done == 1 ? "one" : done) + " before it " + (done == 1 ? "is" : "are") + " done";
    }

    private static String where(SqlRun.Progress progress, SqlError error) {
        SqlStatement statement = progress.current().statement();
        int line = error.position().isPresent()
                ? progress.current().lineAt(error.position().getAsInt())
                : error.line().isPresent()
                        ? statement.startLine() + error.line().getAsInt() - 1
                        : statement.line();
        return progress.of() == 1 && line == 1
                ? ""
                : " (line " + line
                        + (progress.of() == 1 ? "" : ", statement " + progress.number() + " of " + progress.of()) + ")";
    }

    /** Returns the values of an incomplete script: only messages, since its results are partial. */
    private Map<String, Object> said() {
        return Map.of("messages", messages.kept());
    }

    private Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        results.putInto(values);
        values.put("messages", messages.kept());
        return values;
    }
}
