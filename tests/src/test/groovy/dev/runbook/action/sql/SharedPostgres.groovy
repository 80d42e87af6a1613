package dev.runbook.action.sql

import dev.runbook.environment.Environment.Database
import dev.runbook.environment.SecretSource
import dev.runbook.machine.LeakCheck
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres
import java.nio.file.Files
import java.sql.Connection

/** One PostgreSQL for all specifications of a JVM. A shutdown hook that it registers stops it and deletes its data. */
class SharedPostgres {
    private static EmbeddedPostgres server
    private static Connection session

    static synchronized EmbeddedPostgres server() {
        if (server == null) {
            def data = Files.createTempDirectory('shared-postgres')
            server = LeakCheck.shared(data) {
                EmbeddedPostgres.builder().setDataDirectory(data).setServerConfig('max_connections', '50').start()
            }
        }
        server
    }

    static Database database(String name = 'orders', int port = server().port, String parameters = '') {
        new Database(name, "jdbc:postgresql://127.0.0.1:$port/postgres$parameters", Optional.of('postgres'),
                Optional.of(new SecretSource.Plain('postgres')))
    }

    /**
     * Asks the server itself, past everything under test. One session serves all questions of a JVM, because to start one takes
     * longer than most questions; a specification may have ended it.
     */
    static synchronized List<Map> ask(String sql) {
        if (session == null || !session.isValid(5)) {
            session = server().postgresDatabase.connection
        }
        session.createStatement().withCloseable { statement ->
            if (!statement.execute(sql)) {
                return []
            }
            def rows = statement.resultSet
            def found = []
            while (rows.next()) {
                found << (1..rows.metaData.columnCount).collectEntries { [rows.metaData.getColumnLabel(it), rows.getObject(it)] }
            }
            found
        }
    }
}
