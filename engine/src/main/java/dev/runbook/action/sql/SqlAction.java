package dev.runbook.action.sql;

import dev.runbook.action.Action;
import dev.runbook.action.Attempt;
import dev.runbook.action.CancellationToken;
import dev.runbook.action.Outcome;
import dev.runbook.action.sql.database.ConnectionPool;
import dev.runbook.action.sql.database.Databases;
import dev.runbook.action.sql.database.Dialect;
import dev.runbook.action.sql.script.SqlScript;
import dev.runbook.environment.Environment.Database;
import dev.runbook.value.Result;
import dev.runbook.value.StopProof;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Runs the statements of a {@link SqlSpec} until they are complete or the attempt is stopped. */
final class SqlAction implements Action {
    private final SqlSpec spec;

    SqlAction(SqlSpec spec) {
        this.spec = spec;
    }

    @Override
    public Outcome perform(Attempt attempt) {
        Database database = attempt.environment().database(spec.database());
        Dialect dialect = Dialect.of(database);
        SqlSource source = SqlSource.of(spec);
        SqlCheck.refuse(spec, source, database);
        SqlBinder binder = new SqlBinder(
                dialect, attempt.environment().secrets(), database.options().zone());
        List<BoundStatement> statements = new SqlScript(source.template())
                .statements(dialect::sections).stream().map(binder::bound).toList();
        Databases databases = Databases.of(attempt);
        ConnectionPool pool =
                databases.pool(database, dialect, attempt.environment().secrets());
        SqlRun run = new SqlRun(
                database, pool, dialect, statements, spec, attempt.acceptance(), attempt.output(), attempt.keptBytes());
        return perform(attempt, run, pool, databases);
    }

    private static Outcome perform(Attempt attempt, SqlRun run, ConnectionPool pool, Databases databases) {
        CompletableFuture<Outcome> outcome = CompletableFuture.supplyAsync(run::perform, databases.threads());
        if (new AttemptWatch(attempt.stop()).isOver(outcome, run::listen)) {
            return outcome.join();
        }
        SqlRun.Progress progress = run.progress();
        boolean connected = run.work().connection().isPresent();
        SqlStop stopping = new SqlStop(run.work(), pool, databases.threads(), attempt);
        stopping.cancel();
        StopProof proof = stopping.prove(outcome);
        CancellationToken.Reason reason = attempt.stop().reason().orElse(CancellationToken.Reason.CANCELLED);
        if (!connected) {
            return run.outcome().notConnectedInTime(reason, proof);
        }
        boolean serverAnswered = outcome.isDone() && !outcome.isCompletedExceptionally();
        return serverAnswered && outcome.join().result() == Result.OK
                ? outcome.join() // it was done before the cancel came
                : run.outcome().stopped(reason, progress, serverAnswered && settled(outcome.join()), proof);
    }

    /** Returns whether the server reported that the statement had no effect. */
    private static boolean settled(Outcome outcome) {
        return outcome.result() == Result.FAILED;
    }
}
