package dev.runbook.action.sql;

import dev.runbook.AuthorException;
import dev.runbook.action.Action;
import dev.runbook.action.Attempt;
import dev.runbook.action.Outcome;
import dev.runbook.action.StopSignal;
import dev.runbook.environment.Environment.Database;
import dev.runbook.text.TextFile;
import dev.runbook.value.FileReason;
import dev.runbook.value.Result;
import dev.runbook.value.StopProof;
import dev.runbook.value.Template;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Runs the statements of a {@link SqlSpec} until they are done or the attempt is stopped. */
final class SqlAction implements Action {
    private final SqlSpec spec;

    SqlAction(SqlSpec spec) {
        this.spec = spec;
    }

    @Override
    public Outcome perform(Attempt attempt) {
        Database database = attempt.environment().database(spec.database());
        Dialect dialect = Dialect.of(database.name(), database.url());
        SqlBinder binder = new SqlBinder(dialect, attempt.environment().secrets());
        List<BoundStatement> statements = new SqlScript(template())
                .statements(dialect).stream().map(binder::bound).toList();
        if (statements.isEmpty()) {
            throw new AuthorException("there is no statement in the SQL text");
        }
        if (spec.readOnly() && dialect.holdToReading().isEmpty()) {
            refuseWrites(statements);
        }
        Databases databases = attempt.resources().get(Databases.class, Databases::new);
        ConnectionPool pool =
                databases.pool(database, dialect, attempt.environment().secrets());
        SqlRun run =
                new SqlRun(database.name(), pool, dialect, statements, spec, attempt.acceptance(), attempt.output());
        return perform(attempt, run, pool, databases);
    }

    /** By their words, for a database that cannot be held to reading by itself. */
    private static void refuseWrites(List<BoundStatement> statements) {
        for (BoundStatement bound : statements) {
            if (!bound.statement().reads()) {
                throw new AuthorException("the step is readOnly, and the batch in line "
                        + bound.statement().line() + " may write: nothing was sent");
            }
        }
    }

    private Template template() {
        if (spec.script() instanceof SqlSpec.Script.Text text) {
            return text.text();
        }
        Path file = ((SqlSpec.Script.File) spec.script()).path();
        try {
            return NamedPlaces.filled(
                    String.valueOf(file.getFileName()), TextFile.read(file, TextFile.SCRIPT), spec.with());
        } catch (NoSuchFileException missing) {
            throw new AuthorException("SQL file " + file + " cannot be read: there is no such file", missing);
        } catch (IOException unreadable) {
            throw new AuthorException("SQL file " + file + " cannot be read: " + FileReason.of(unreadable), unreadable);
        }
    }

    private static Outcome perform(Attempt attempt, SqlRun run, ConnectionPool pool, Databases databases) {
        CompletableFuture<Outcome> outcome = CompletableFuture.supplyAsync(run::perform, databases.threads());
        if (new AttemptWatch(attempt.stop()).isOver(outcome, run::listen)) {
            return outcome.join();
        }
        SqlRun.Progress progress = run.progress();
        boolean connected = run.work().connection().isPresent();
        SqlStop stopping = new SqlStop(run.work(), pool, databases.threads(), attempt.grace(), attempt.clock());
        stopping.cancel();
        StopProof proof = stopping.prove(outcome);
        StopSignal.Reason reason = attempt.stop().reason().orElse(StopSignal.Reason.CANCELLED);
        if (!connected) {
            return run.outcome().notConnectedInTime(reason, proof);
        }
        boolean serverAnswered = outcome.isDone() && !outcome.isCompletedExceptionally();
        return serverAnswered && outcome.join().result() == Result.OK
                ? outcome.join() // it was done before the cancel came
                : run.outcome().stopped(reason, progress, serverAnswered && settled(outcome.join()), proof);
    }

    /** Whether the server itself said that the statement did not happen. */
    private static boolean settled(Outcome outcome) {
        return outcome.result() == Result.FAILED;
    }
}
