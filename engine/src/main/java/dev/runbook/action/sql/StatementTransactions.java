package dev.runbook.action.sql;

import dev.runbook.action.sql.database.Dialect;
import dev.runbook.action.sql.script.SqlStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * Runs the statements of a script in transactions: one for all of them, one for each, or those that the script begins
 * and ends itself. The setting that makes a statement read-only is part of its transaction, so that it does not remain
 * on a session that a pooler gives to others.
 */
final class StatementTransactions {
    private final Connection open;
    private final Dialect dialect;
    private final boolean oneForAll;
    private final Optional<Dialect.ReadOnlySetting> hold;
    private boolean oneForThis;
    private boolean scripts;

    StatementTransactions(Connection open, Dialect dialect, SqlSpec spec) throws SQLException {
        this.open = open;
        this.dialect = dialect;
        this.oneForAll = spec.transaction();
        this.hold = spec.readOnly() ? dialect.readOnlySetting() : Optional.empty();
        hold(Dialect.ReadOnlySetting.Scope.CONNECTION);
        if (oneForAll) {
            open.setAutoCommit(false);
            hold(Dialect.ReadOnlySetting.Scope.TRANSACTION);
        }
    }

    private void hold(Dialect.ReadOnlySetting.Scope scope) throws SQLException {
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
        boolean held = hold.filter(one -> one.scope() == Dialect.ReadOnlySetting.Scope.TRANSACTION)
                .isPresent();
        boolean inPortions = dialect.portionsNeedTransaction() && statement.bringsRows();
        oneForThis = !scripts && (held || inPortions);
        open.setAutoCommit(!oneForThis && !(scripts && dialect.portionsNeedTransaction()));
        if (oneForThis) {
            hold(Dialect.ReadOnlySetting.Scope.TRANSACTION);
        }
    }

    void end(SqlStatement statement) throws SQLException {
        if (oneForThis) {
            open.commit();
        } else if (oneForAll && statement.verb().equals("set")) {
            hold(Dialect.ReadOnlySetting.Scope.TRANSACTION); // whatever it set
        }
    }

    /** Returns whether the current statement is rolled back together with others when it fails. */
    boolean severalStatements() {
        return oneForAll || scripts;
    }

    /** Returns whether the script has begun a transaction and not ended it. */
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
