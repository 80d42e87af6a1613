package dev.runbook.tds

import dev.runbook.lab.tds.TdsSession
import dev.runbook.lab.tds.TdsType

import java.sql.Connection
import java.sql.DriverManager
import java.sql.ResultSet
import java.time.LocalDate
import java.time.LocalDateTime
import java.time.LocalTime
import java.time.OffsetDateTime

/** Rules that let H2 run ordinary SQL, which understands much of SQL Server's dialect. */
class H2Backend {
    private final String url

    H2Backend(String name) {
        url = "jdbc:h2:mem:$name;MODE=MSSQLServer;DB_CLOSE_DELAY=-1;CASE_INSENSITIVE_IDENTIFIERS=true;DATABASE_TO_UPPER=false"
    }

    TdsServer behind(TdsServer server) {
        server
            .on(/^\s*SELECT @@SPID\s*$/) { session, sql, match -> session.tokens().rows(['id'], [[session.id()]]) }
            .on(/^\s*SELECT @@TRANCOUNT\s*$/) { session, sql, match ->
                session.tokens().rows(['n'], [[connection(session).autoCommit ? 0 : 1]])
            }
            .on(/DATABASEPROPERTYEX/) { session, sql, match -> session.tokens().rows(['updateability', 'replica'], [['READ_WRITE', null]]) }
            .on(/^\s*SET IMPLICIT_TRANSACTIONS (ON|OFF)/) { session, sql, match ->
                session.state().implicit = match.group(1).equalsIgnoreCase('on')
                connection(session).autoCommit = !session.state().implicit
            }
            .on(/^\s*BEGIN TRAN/) { session, sql, match -> connection(session).autoCommit = false }
            .on(/^\s*(IF @@TRANCOUNT > 0 )?(COMMIT|ROLLBACK)/) { session, sql, match ->
                def connection = connection(session)
                match.group(2).equalsIgnoreCase('commit') ? connection.commit() : connection.rollback()
                session.state().implicit = session.state().implicit && !(sql =~ /(?i)set implicit_transactions off/)
                connection.autoCommit = !session.state().implicit
            }
            .on(/^\s*SET /) { session, sql, match -> }
            .on(/^\s*PRINT N?'(.*?)'/) { session, sql, match -> session.tokens().info(0, 0, 1, match.group(1)) }
            .on(/^\s*WAITFOR DELAY '00:00:(\d+)'/) { session, sql, match -> Thread.sleep(1000L * match.group(1).toInteger()) }
            .on(/^\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|DROP|ALTER|MERGE|TRUNCATE|WITH)\b/) { session, sql, match -> execute(session, sql) }
    }

    private Connection connection(TdsSession session) {
        session.state().computeIfAbsent('h2') { DriverManager.getConnection(url, 'sa', '') } as Connection
    }

    private void execute(TdsSession session, String sql) {
        connection(session).createStatement().withCloseable { statement ->
            if (!statement.execute(sql)) {
                session.tokens().updated(statement.updateCount)
                return
            }
            def set = statement.resultSet
            def columns = 1..set.metaData.columnCount
            def types = columns.collect { TdsType.of(set.metaData.getColumnType(it), set.metaData.getScale(it)) }
            def rows = []
            while (set.next()) {
                rows << columns.collect { read(set, it, types[it - 1]) }
            }
            session.tokens().rowsOf(columns.collect { set.metaData.getColumnLabel(it) }, types, rows)
        }
    }

    private static Object read(ResultSet set, int column, TdsType type) {
        switch (type) {
            case TdsType.DATE: return set.getObject(column, LocalDate)
            case TdsType.TIME: return set.getObject(column, LocalTime)
            case TdsType.DATETIME2: return set.getObject(column, LocalDateTime)
            case TdsType.DATETIMEOFFSET: return set.getObject(column, OffsetDateTime)
            case TdsType.VARBINARY: return set.getBytes(column)
            case TdsType.NVARCHAR: return set.getString(column)
            default: return set.getObject(column)
        }
    }
}
