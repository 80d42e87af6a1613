package dev.runbook.lab.sqlserver;

import java.sql.SQLException;

/** An error with a number of SQL Server. */
final class ServerException extends SQLException {
    private static final long serialVersionUID = 1L;

    ServerException(int number, String message) {
        super(message, "S0001", number);
    }
}
