package dev.runbook.action.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * Puts the statements of a script into transactions: one for all of them, one for each, or those the script begins and
 * ends itself. What holds a statement to reading is a part of its transaction, so that nothing of it stays on a session
 * that a pooler gives to others.
 */
final class StatementTransactions {
    private final Connection open;
    private final Dialect dialect;
    private final boolean oneForAll;
    private final Optional<Dialect.ReadingHold> hold;
    private boolean oneForThis;
    private boolean scripts;

    StatementTransactions(Connection open, Dialect dialect, SqlSpec spec) throws SQLException {
        this.open = open;
        this.dialect = dialect;
        this.oneForAll = spec.transaction();
        this.hold = spec.readOnly() ? dialect.holdToReading() : Optional.empty();
        hold(Dialect.ReadingHold.Scope.CONNECTION);
        if (oneForAll) {
            open.setAutoCommit(false);
            hold(Dialect.ReadingHold.Scope.TRANSACTION);
        }
    }

    private void hold(Dialect.ReadingHold.Scope scope) throws SQLException {
        if (hold.isPresent() && hold.get().scope() == scope) {
            try (Statement statement = open.createStatement()) {
                statement.execute(hold.get().statement());
            }
        }
    }

    void begin(SqlStatement statement) throws SQLException {
        if (oneForAll) {
            return;
        }
        scripts = dialect.inTransaction(open);
        boolean held = hold.filter(one -> one.scope() == Dialect.ReadingHold.Scope.TRANSACTION)
                .isPresent();
        boolean inPortions = dialect.portionsNeedTransaction() && statement.bringsRows();
        oneForThis = !scripts && (held || inPortions);
        open.setAutoCommit(!oneForThis && !(scripts && dialect.portionsNeedTransaction()));
        if (oneForThis) {
            hold(Dialect.ReadingHold.Scope.TRANSACTION);
        }
    }

    void end(SqlStatement statement) throws SQLException {
        if (oneForThis) {
            open.commit();
        } else if (oneForAll && statement.verb().equals("set")) {
            hold(Dialect.ReadingHold.Scope.TRANSACTION); // whatever it set
        }
    }

    /** Whether the statement under way is undone together with others when it fails. */
    boolean severalStatements() {
        return oneForAll || scripts;
    }

    /** Whether the script has begun a transaction and not ended it. */
    boolean leftOpen() throws SQLException {
        return !oneForAll && dialect.inTransaction(open);
    }

    void rollBack() throws SQLException {
        if (!open.getAutoCommit()) {
            open.rollback();
        } else if (dialect.inTransaction(open)) {
            try (Statement statement = open.createStatement()) {
                statement.execute("ROLLBACK");
            }
        }
    }
}
