package dev.runbook.action.sql;

import dev.runbook.action.Outcome;
import dev.runbook.action.Output;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/**
 * Sends the statements of one attempt and reads what comes back, on a thread of its own; the attempt's thread listens
 * to messages and stops it.
 */
final class SqlRun {
    /** Rows fetched at once, so that ten million take no more memory than a few. */
    private static final int FETCH = 500;

    private final String database;
    private final ConnectionPool pool;
    private final Dialect dialect;
    private final List<BoundStatement> statements;
    private final SqlSpec spec;
    private final boolean oneTransaction;
    private final ServerMessages messages;
    private final SqlResults results;

    private final SqlWork work = new SqlWork();
    private volatile int index;
    private boolean inTransaction;

    SqlRun(
            String database,
            ConnectionPool pool,
            Dialect dialect,
            List<BoundStatement> statements,
            SqlSpec spec,
            Output output) {
        this.database = database;
        this.pool = pool;
        this.dialect = dialect;
        this.statements = statements;
        this.spec = spec;
        this.oneTransaction = spec.transaction();
        this.messages = new ServerMessages(output);
        this.results = new SqlResults(output, dialect);
    }

    Outcome perform() {
        SqlOutcome outcome = new SqlOutcome(database, results, messages);
        Connection connection;
        try {
            connection = pool.borrow();
        } catch (SQLException unreachable) {
            return outcome.notConnected(dialect.error(unreachable));
        }
        work.connected(connection);
        try (Connection open = connection) {
            work.in(dialect.session(open));
            Optional<String> notPrimary = spec.primary() ? dialect.notPrimary(open) : Optional.empty();
            if (notPrimary.isPresent()) {
                return outcome.notPrimary(notPrimary.get());
            }
            dialect.listen(open, messages::tell);
            holdToReading(open);
            Outcome end = perform(open, outcome);
            if (spec.readOnly() || statements.stream().anyMatch(this::marksConnection)) {
                giveUp(open);
            }
            return end;
        } catch (SQLException failure) {
            return outcome.failed(progress(), dialect.error(failure));
        }
    }

    private Outcome perform(Connection open, SqlOutcome outcome) throws SQLException {
        try {
            for (int i = 0; i < statements.size(); i++) {
                index = i;
                BoundStatement bound = statements.get(i);
                for (int time = 0; time < bound.statement().times(); time++) {
                    execute(open, bound);
                }
            }
            if (oneTransaction) {
                open.commit();
            } else if (dialect.inTransaction(open)) {
                rollBack(open);
                return outcome.leftOpen();
            }
            return outcome.done();
        } catch (SQLException failure) {
            SqlError error = dialect.error(failure);
            if (!error.lost() && !error.ended()) {
                rollBack(open);
            }
            return outcome.failed(progress(), error);
        }
    }

    private void holdToReading(Connection open) throws SQLException {
        Optional<String> hold = spec.readOnly() ? dialect.holdToReading() : Optional.empty();
        if (hold.isPresent()) {
            try (Statement statement = open.createStatement()) {
                statement.execute(hold.get());
            }
        }
    }

    private boolean marksConnection(BoundStatement bound) {
        SqlStatement statement = bound.statement();
        return dialect.sendsBatches() ? !statement.reads() : !statement.leavesConnectionAsItWas();
    }

    /** Settings made in it must not reach the next step. */
    private void giveUp(Connection open) {
        try {
            open.setAutoCommit(true); // nothing for the pool to set back on a closed connection
            pool.evict(open);
        } catch (SQLException gone) {
            // then the pool has given it up already
        }
    }

    private void execute(Connection open, BoundStatement bound) throws SQLException {
        work.mustNotBeStopped("sent");
        inTransaction = !oneTransaction && dialect.inTransaction(open);
        boolean inPortions = setUpForPortions(open, bound.statement());
        try (Statement statement = bound.parameters().isEmpty() ? open.createStatement() : prepared(open, bound)) {
            work.began(statement);
            statement.setFetchSize(FETCH);
            boolean rows;
            if (statement instanceof PreparedStatement prepared) {
                rows = prepared.execute();
            } else {
                statement.setEscapeProcessing(false);
                rows = statement.execute(bound.text());
            }
            read(statement, rows);
        } finally {
            work.ended();
        }
        if (inPortions) {
            open.commit();
        }
    }

    /** Whether the statement is in a transaction only for its rows' sake; alone in it, it is the same as autocommit. */
    private boolean setUpForPortions(Connection open, SqlStatement statement) throws SQLException {
        if (oneTransaction || !dialect.portionsNeedTransaction()) {
            open.setAutoCommit(!oneTransaction);
            return false;
        }
        boolean inPortions = !inTransaction && statement.bringsRows();
        open.setAutoCommit(!inTransaction && !inPortions);
        return inPortions;
    }

    private static PreparedStatement prepared(Connection open, BoundStatement bound) throws SQLException {
        PreparedStatement prepared = open.prepareStatement(bound.text());
        for (int i = 0; i < bound.parameters().size(); i++) {
            prepared.setObject(i + 1, bound.parameters().get(i));
        }
        return prepared;
    }

    private void read(Statement statement, boolean firstIsRows) throws SQLException {
        boolean rows = firstIsRows;
        while (true) {
            messages.takeFrom(statement);
            if (rows) {
                results.read(statement.getResultSet());
            } else {
                long count = statement.getLargeUpdateCount();
                if (count < 0) {
                    break;
                }
                if (counts()) {
                    results.updated(count);
                }
            }
            rows = statement.getMoreResults();
        }
        messages.takeFrom(statement);
    }

    /** A count of rows is news of what changes rows, and of a batch that may. */
    private boolean counts() {
        return !statements
                .get(index)
                .statement()
                .verb()
                .matches("begin|start|commit|rollback|set|create|drop|alter|do");
    }

    private void rollBack(Connection open) throws SQLException {
        if (!open.getAutoCommit()) {
            open.rollback();
        } else if (dialect.inTransaction(open)) {
            try (Statement statement = open.createStatement()) {
                statement.execute("ROLLBACK");
            }
        }
    }

    /** Passes on what the server has said; called while the statement runs. */
    void listen() {
        work.running().ifPresent(statement -> {
            try {
                messages.takeFrom(statement);
            } catch (SQLException over) {
                // it has just ended; what it said last is read with its results
            }
        });
    }

    Progress progress() {
        int at = Math.min(index, statements.size() - 1);
        return new Progress(statements.get(at), at + 1, statements.size(), inTransaction || oneTransaction);
    }

    /** For whoever has to stop it. */
    SqlWork work() {
        return work;
    }

    SqlOutcome outcome() {
        return new SqlOutcome(database, results, messages);
    }

    /**
     * How far a script got.
     *
     * @param number the statement's, from 1
     * @param inTransaction whether it stands in a transaction, which a lost connection undoes
     */
    record Progress(BoundStatement current, int number, int of, boolean inTransaction) {}
}
