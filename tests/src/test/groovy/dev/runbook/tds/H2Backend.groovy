package dev.runbook.tds

import java.sql.Connection
import java.sql.DriverManager

/** Rules that have ordinary SQL done by H2, which understands much of SQL Server's dialect. */
class H2Backend {
    private final String url

    H2Backend(String name) {
        url = "jdbc:h2:mem:$name;MODE=MSSQLServer;DB_CLOSE_DELAY=-1;CASE_INSENSITIVE_IDENTIFIERS=true;DATABASE_TO_UPPER=false"
    }

    TdsServer behind(TdsServer server) {
        server
            .on(/^\s*SELECT @@SPID\s*$/) { session, sql, match -> session.tokens.rows(['id'], [[session.id]]) }
            .on(/^\s*SELECT @@TRANCOUNT\s*$/) { session, sql, match ->
                session.tokens.rows(['n'], [[connection(session).autoCommit ? 0 : 1]])
            }
            .on(/^\s*SET IMPLICIT_TRANSACTIONS (ON|OFF)/) { session, sql, match ->
                connection(session).autoCommit = match.group(1).equalsIgnoreCase('off')
            }
            .on(/^\s*BEGIN TRAN/) { session, sql, match -> connection(session).autoCommit = false }
            .on(/^\s*(IF @@TRANCOUNT > 0 )?(COMMIT|ROLLBACK)/) { session, sql, match ->
                def connection = connection(session)
                match.group(2).equalsIgnoreCase('commit') ? connection.commit() : connection.rollback()
                connection.autoCommit = true
            }
            .on(/^\s*SET /) { session, sql, match -> }
            .on(/^\s*PRINT N?'(.*?)'/) { session, sql, match -> session.tokens.info(0, 0, 1, match.group(1)) }
            .on(/^\s*WAITFOR DELAY '00:00:(\d+)'/) { session, sql, match -> Thread.sleep(1000L * match.group(1).toInteger()) }
            .on(/^\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|DROP|ALTER|MERGE|TRUNCATE|WITH)\b/) { session, sql, match -> execute(session, sql) }
    }

    private Connection connection(TdsSession session) {
        session.state.computeIfAbsent('h2') { DriverManager.getConnection(url, 'sa', '') } as Connection
    }

    private void execute(TdsSession session, String sql) {
        connection(session).createStatement().withCloseable { statement ->
            if (!statement.execute(sql)) {
                session.tokens.updated(statement.updateCount)
                return
            }
            def set = statement.resultSet
            def columns = (1..set.metaData.columnCount).collect { set.metaData.getColumnLabel(it) }
            def rows = []
            while (set.next()) {
                rows << (1..columns.size()).collect { set.getObject(it) }
            }
            session.tokens.rows(columns, rows)
        }
    }
}
