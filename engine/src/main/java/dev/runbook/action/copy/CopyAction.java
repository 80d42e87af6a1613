package dev.runbook.action.copy;

import dev.runbook.action.Action;
import dev.runbook.action.Attempt;
import dev.runbook.action.CancellationToken;
import dev.runbook.action.Outcome;
import dev.runbook.action.sql.AttemptWatch;
import dev.runbook.action.sql.SqlStop;
import dev.runbook.action.sql.database.Databases;
import dev.runbook.action.sql.database.Dialect;
import dev.runbook.environment.Environment.Database;
import dev.runbook.value.Result;
import dev.runbook.value.StopProof;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Copies the rows of a {@link CopySpec} until it is complete or the attempt is stopped. */
final class CopyAction implements Action {
    private final CopySpec spec;

    CopyAction(CopySpec spec) {
        this.spec = spec;
    }

    @Override
    public Outcome perform(Attempt attempt) {
        Databases databases = Databases.of(attempt);
        CopySide source = side(spec.from(), attempt, databases);
        CopySide target = side(spec.to(), attempt, databases);
        CopyRun run = new CopyRun(
                spec,
                source,
                target,
                attempt.runId(),
                attempt.step(),
                new CopyProgress(attempt.output(), attempt.clock()));
        CompletableFuture<Outcome> outcome = CompletableFuture.supplyAsync(run::perform, databases.threads());
        if (new AttemptWatch(attempt.stop()).isOver(outcome, () -> {})) {
            return outcome.join();
        }
        SqlStop stopTarget = new SqlStop(target.work(), target.pool(), databases.threads(), attempt);
        SqlStop stopSource = new SqlStop(source.work(), source.pool(), databases.threads(), attempt);
        stopTarget.cancel();
        stopSource.cancel();
        StopProof proof = both(stopTarget.prove(outcome), stopSource.prove(outcome));
        boolean answered = outcome.isDone() && !outcome.isCompletedExceptionally();
        if (answered && outcome.join().result() == Result.OK) {
            return outcome.join(); // it was done before the cancel came
        }
        boolean settled = answered ? outcome.join().result() == Result.FAILED : !run.changing();
        return CopyOutcome.stopped(
                attempt.stop().reason().orElse(CancellationToken.Reason.CANCELLED), run.committed(), settled, proof);
    }

    private static CopySide side(String name, Attempt attempt, Databases databases) {
        Database database = attempt.environment().database(name);
        Dialect dialect = Dialect.of(database);
        return new CopySide(
                name,
                dialect,
                TableDialect.of(database),
                databases.pool(database, dialect, attempt.environment().secrets()));
    }

    private StopProof both(StopProof target, StopProof source) {
        List<String> survivors = new ArrayList<>(target.survivors());
        survivors.addAll(source.survivors());
        Duration took = target.took().plus(source.took());
        return new StopProof(
                spec.to() + ": " + target.what() + "; " + spec.from() + ": " + source.what(), took, survivors);
    }
}
