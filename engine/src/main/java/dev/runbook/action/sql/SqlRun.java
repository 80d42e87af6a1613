package dev.runbook.action.sql;

import dev.runbook.AuthorException;
import dev.runbook.action.Acceptance;
import dev.runbook.action.Outcome;
import dev.runbook.action.Output;
import dev.runbook.action.sql.database.ConnectionPool;
import dev.runbook.action.sql.database.Dialect;
import dev.runbook.action.sql.database.SqlError;
import dev.runbook.action.sql.script.SqlStatement;
import dev.runbook.environment.Environment.Database;
import dev.runbook.environment.Environment.DatabaseOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/**
 * Sends the statements of one attempt and reads the results, on a separate thread; the attempt's thread reads messages
 * and stops it.
 */
final class SqlRun {
    private final Database database;
    private final ConnectionPool pool;
    private final Dialect dialect;
    private final List<BoundStatement> statements;
    private final SqlSpec spec;
    private final Acceptance acceptance;
    private final ServerMessages messages;
    private final SqlResults results;

    private final SqlWork work = new SqlWork();
    private volatile int index;
    private volatile boolean inTransaction;
    private volatile boolean committing;
    private volatile Optional<StatementExecution> current = Optional.empty();

    /**
     * @param acceptance evaluated before a transaction of all statements is committed
     */
    SqlRun(
            Database database,
            ConnectionPool pool,
            Dialect dialect,
            List<BoundStatement> statements,
            SqlSpec spec,
            Acceptance acceptance,
            Output output,
            int keptBytes) {
        this.database = database;
        this.pool = pool;
        this.dialect = dialect;
        this.statements = statements;
        this.spec = spec;
        this.acceptance = acceptance;
        this.messages = new ServerMessages(output, keptBytes);
        this.results = new SqlResults(output, dialect, database.options().zone(), keptBytes);
    }

    Outcome perform() {
        SqlOutcome outcome = outcome();
        Connection connection;
        try {
            connection = work.connect(pool);
        } catch (SQLException unreachable) {
            return outcome.notConnected(dialect.error(unreachable));
        }
        try (Connection open = connection) {
            if (pool.link(open).shared() && !keepsSessions()) {
                SessionStatements.refuse(database.name(), statements);
            }
            Optional<String> notPrimary = spec.primary() ? dialect.notPrimary(open) : Optional.empty();
            if (notPrimary.isPresent()) {
                return outcome.notPrimary(notPrimary.get());
            }
            dialect.listen(open, messages::add);
            Outcome end = perform(open, outcome);
            if (marksConnection()) {
                giveUp(open);
            }
            return end;
        } catch (AuthorException refused) {
            return Outcome.failed(refused.getMessage());
        } catch (SQLException failure) {
            return outcome.failed(progress(), dialect.error(failure));
        }
    }

    private Outcome perform(Connection open, SqlOutcome outcome) throws SQLException {
        StatementTransactions transactions = new StatementTransactions(open, dialect, spec);
        try {
            for (int i = 0; i < statements.size(); i++) {
                index = i;
                BoundStatement bound = statements.get(i);
                for (int time = 0; time < bound.statement().times(); time++) {
                    execute(open, bound, transactions);
                }
            }
            return spec.transaction() ? commit(open, outcome) : ended(outcome, transactions);
        } catch (SQLException failure) {
            SqlError error = error(failure);
            if (!error.lost() && !error.ended()) {
                inTransaction |= dialect.sendsBatches() && transactions.leftOpen();
                transactions.rollBack();
            }
            return outcome.failed(progress(), error);
        }
    }

    /** Converts an error; a server that rejects a write as requested is not a standby. */
    private SqlError error(SQLException failure) {
        SqlError error = dialect.error(failure);
        return spec.readOnly() && error.readOnly() ? error.because("the step is readOnly: true") : error;
    }

    private Outcome commit(Connection open, SqlOutcome outcome) throws SQLException {
        Outcome done = outcome.done();
        if (!acceptance.accepts(done)) {
            open.rollback();
            return outcome.notAccepted();
        }
        work.mustNotBeStopped("committed");
        committing = true;
        open.commit();
        committing = false;
        return done;
    }

    /** Returns whether the step changes all or nothing. */
    private boolean isAtomic() {
        return spec.transaction()
                || (statements.size() == 1
                        && statements.get(0).statement().times() == 1
                        && !dialect.sendsBatches()
                        && statements.get(0).statement().isOneTransaction());
    }

    private static Outcome ended(SqlOutcome outcome, StatementTransactions transactions) throws SQLException {
        if (transactions.leftOpen()) {
            transactions.rollBack();
            return outcome.leftOpen();
        }
        return outcome.done();
    }

    private boolean keepsSessions() {
        return database.options().pooler().equals(Optional.of(DatabaseOptions.Pooler.SESSION));
    }

    /** Returns whether the connection keeps settings that must not affect the next step. */
    private boolean marksConnection() {
        boolean held = spec.readOnly()
                && dialect.readOnlySetting()
                        .filter(hold -> hold.scope() == Dialect.ReadOnlySetting.Scope.CONNECTION)
                        .isPresent();
        return held
                || statements.stream()
                        .map(BoundStatement::statement)
                        .anyMatch(statement ->
                                dialect.sendsBatches() ? !statement.reads() : !statement.leavesConnectionAsItWas());
    }

    private void giveUp(Connection open) {
        try {
            open.setAutoCommit(true); // the pool must not reset a closed connection
            pool.evict(open);
        } catch (SQLException gone) {
            // the pool has already discarded it
        }
    }

    private void execute(Connection open, BoundStatement bound, StatementTransactions transactions)
            throws SQLException {
        work.mustNotBeStopped("sent");
        transactions.begin(bound.statement());
        inTransaction = transactions.severalStatements();
        StatementExecution execution = new StatementExecution(bound, dialect, messages, results);
        current = Optional.of(execution);
        try (Statement statement = execution.open(open)) {
            work.began(statement);
            execution.perform(statement);
        } finally {
            work.ended();
        }
        transactions.end(bound.statement());
    }

    /** Forwards the server's messages; called while the statement runs. */
    void listen() {
        work.running().ifPresent(statement -> {
            try {
                messages.takeFrom(statement);
            } catch (SQLException over) {
                // it has just ended; its last messages are read with its results
            }
        });
    }

    Progress progress() {
        int at = Math.min(index, statements.size() - 1);
        boolean partly = current.filter(StatementExecution::partly).isPresent();
        return new Progress(statements.get(at), at + 1, statements.size(), inTransaction, committing, partly);
    }

    /** Returns the work in progress, for the thread that stops it. */
    SqlWork work() {
        return work;
    }

    SqlOutcome outcome() {
        return new SqlOutcome(database.name(), dialect.sendsBatches(), isAtomic(), results, messages);
    }

    /**
     * The progress of a script.
     *
     * @param number the number of the current statement, from 1
     * @param inTransaction whether it is rolled back together with the statements before it when it fails
     * @param committing whether the commit of all statements is in progress
     * @param partly whether statements of the current batch had results before one of it failed
     */
    record Progress(
            BoundStatement current, int number, int of, boolean inTransaction, boolean committing, boolean partly) {
        /** Returns whether the current statement may be permanent if its result is unknown. */
        boolean mayLast() {
            SqlStatement statement = current.statement();
            return committing || (inTransaction ? statement.commits() : !statement.reads());
        }
    }
}
