package dev.runbook.action.sql

import dev.runbook.environment.Environment.Database
import dev.runbook.environment.SecretSource
import dev.runbook.machine.Machine

import java.nio.file.Files
import java.nio.file.Path
import java.sql.Connection
import java.sql.DriverManager

/** A real PgBouncer in transaction mode before the shared PostgreSQL, with one server session for all of its clients. */
class PgBouncer implements AutoCloseable {
    final int port
    private final Process server

    PgBouncer(Path folder, String settings = '') {
        port = new ServerSocket(0, 1, InetAddress.loopbackAddress).withCloseable { it.localPort }
        def users = folder.resolve('users.txt')
        Files.writeString(users, '"app" ""\n')
        def ini = folder.resolve('pgbouncer.ini')
        Files.writeString(ini, """
            [databases]
            * = host=127.0.0.1 port=${SharedPostgres.server().port} user=postgres password=postgres
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = $port
            unix_socket_dir =
            auth_type = any
            auth_file = $users
            pool_mode = transaction
            default_pool_size = 1
            $settings
            """.stripIndent())
        folder.toFile().setExecutable(true, false)
        folder.toFile().setReadable(true, false)
        def command = [Machine.program('pgbouncer').path] + (Machine.root ? ['-u', 'nobody'] : []) + [ini.toString()]
        server = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(folder.resolve('log').toFile()).start()
        while (!listens()) {
            assert server.alive: folder.resolve('log').toFile().text
        }
    }

    Database database(String name = 'shop', String parameters = '') {
        new Database(name, "jdbc:postgresql://127.0.0.1:$port/postgres$parameters", Optional.of('postgres'),
                Optional.of(new SecretSource.Plain('postgres')))
    }

    /** A connection as an application that uses the same pool would have it. */
    Connection application() {
        DriverManager.getConnection("jdbc:postgresql://127.0.0.1:$port/postgres?prepareThreshold=0&assumeMinServerVersion=12&ApplicationName=application", 'postgres', 'postgres')
    }

    /** All that a client can notice of the server session: its settings, and whatever has a name in it. */
    Map<String, Object> session() {
        application().withCloseable { connection ->
            def rows = connection.createStatement().executeQuery('''
                select name, setting from pg_settings
                union all select 'user', current_user || ' of ' || session_user
                union all select 'prepared statement', name from pg_prepared_statements where name <> ''
                union all select 'cursor', name from pg_cursors where name <> ''
                union all select 'temporary', relname from pg_class where relpersistence = 't'
                union all select 'advisory lock', objid::text from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()
                union all select 'listens', c from pg_listening_channels() c
                union all select 'session', pg_backend_pid()::text''')
            def found = [:]
            while (rows.next()) {
                found.merge(rows.getString(1), [rows.getString(2)]) { one, other -> one + other }
            }
            found
        }
    }

    private boolean listens() {
        try {
            new Socket(InetAddress.loopbackAddress, port).close()
            true
        } catch (IOException ignored) {
            Thread.sleep(20)
            false
        }
    }

    @Override
    void close() {
        server.destroy()
        server.waitFor()
    }
}
