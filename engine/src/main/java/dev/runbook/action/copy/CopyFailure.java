package dev.runbook.action.copy;

import dev.runbook.action.sql.database.SqlError;
import java.sql.BatchUpdateException;
import java.sql.SQLException;

/** Thrown when a database fails during a copy; records which of the two. */
final class CopyFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient CopySide side;
    private final SQLException failure;

    CopyFailure(CopySide side, SQLException failure) {
        super(failure);
        this.side = side;
        this.failure = failure;
    }

    SqlError error() {
        return side.dialect().error(batched(failure));
    }

    String database() {
        return side.database();
    }

    /** Returns the cause of a driver's exception for a failed batch. */
    private static SQLException batched(SQLException failure) {
        return failure instanceof BatchUpdateException && failure.getNextException() != null
                ? failure.getNextException()
                : failure;
    }
}
