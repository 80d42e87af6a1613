package dev.runbook.action.sql;

import dev.runbook.action.sql.database.Dialect;
import dev.runbook.action.sql.database.SqlError;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;

/** Sends one statement, or one batch, and reads all of its results, on the thread that calls the driver. */
final class StatementExecution {
    /** The number of rows fetched at once, which limits memory use. */
    private static final int FETCH = 500;

    private static final int MOST_FAILURES = 20;

    private final BoundStatement bound;
    private final Dialect dialect;
    private final ServerMessages messages;
    private final SqlResults results;
    private final int answersBefore;
    private volatile boolean partly;

    StatementExecution(BoundStatement bound, Dialect dialect, ServerMessages messages, SqlResults results) {
        this.bound = bound;
        this.dialect = dialect;
        this.messages = messages;
        this.results = results;
        this.answersBefore = results.answers();
    }

    /** Creates the JDBC statement with its parameters. */
    Statement open(Connection connection) throws SQLException {
        if (bound.parameters().isEmpty()) {
            return connection.createStatement();
        }
        PreparedStatement prepared = connection.prepareStatement(bound.text());
        for (int i = 0; i < bound.parameters().size(); i++) {
            prepared.setObject(i + 1, bound.parameters().get(i));
        }
        return prepared;
    }

    /** Returns whether statements of the batch had results before one of it failed. */
    boolean partly() {
        return partly;
    }

    /** Sends the statement and reads its results; after an error, also those that follow it. */
    void perform(Statement statement) throws SQLException {
        statement.setFetchSize(FETCH);
        try {
            boolean rows;
            if (statement instanceof PreparedStatement prepared) {
                rows = prepared.execute();
            } else {
                statement.setEscapeProcessing(false);
                rows = statement.execute(bound.text());
            }
            read(statement, rows);
        } catch (SQLException failure) {
            if (dialect.sendsBatches()) {
                readOn(statement, failure);
            }
            throw failure;
        }
    }

    /**
     * Reads the results after an error. SQL Server continues a batch after most errors: later results are printed,
     * later errors are added to the error.
     */
    private void readOn(Statement statement, SQLException failure) {
        partly = results.answers() > answersBefore;
        Set<SQLException> seen = new HashSet<>(); // exceptions compare by identity
        for (SQLException one = failure; one != null; one = one.getNextException()) {
            seen.add(one);
        }
        SQLException last = failure;
        while (seen.size() < MOST_FAILURES && isOfStatement(last)) {
            try {
                read(statement, statement.getMoreResults());
                return;
            } catch (SQLException next) {
                if (!seen.add(next)) {
                    return; // the driver has nothing new to report
                }
                failure.setNextException(next);
                last = next;
            }
        }
    }

    /**
     * Returns whether the batch may have continued after an error: not if its connection is lost, or it was cancelled.
     */
    private boolean isOfStatement(SQLException failure) {
        SqlError error = dialect.error(failure);
        return !error.lost() && !error.ended() && !error.cancelled();
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

    /**
     * Returns whether a count is the number of changed rows: SET, ANALYZE and similar statements also have a count,
     * which is 0.
     */
    private boolean counts() {
        return dialect.sendsBatches() || bound.statement().changesRows();
    }
}
