package dev.runbook.lab.sqlserver;

import dev.runbook.lab.tds.TdsServer;
import dev.runbook.lab.tds.TdsSession;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The stand-in of the server: its logins, its databases, and the meaning of batches. Thread-safe. */
public final class SqlServer implements AutoCloseable {
    private static final Pattern TRANSACTION_END =
            Pattern.compile("(?is)^(if\\s+@@trancount\\s*>\\s*0\\s+)?(commit|rollback)\\b(.*)$");
    private static final Pattern IMPLICIT = Pattern.compile("(?is)^set\\s+implicit_transactions\\s+(on|off)$");
    private static final Pattern BEGIN = Pattern.compile("(?is)^begin\\s+tran.*$");
    private static final Pattern SET = Pattern.compile("(?is)^(set|use)\\s.*$");

    private final InetSocketAddress at;
    private final Map<String, Login> logins;
    private final Databases databases;
    private final RestoreCommands restores;
    private final MaintenanceCommands maintenance;
    /** What queries over all rows of a table take longer, by its name. */
    private final Map<String, Duration> slow = new ConcurrentHashMap<>();

    private Optional<TdsServer> wire = Optional.empty();

    /** @param privileged whether the user may use a restricted database */
    public record Login(String password, boolean privileged) {}

    private SqlServer(InetSocketAddress at, Map<String, Login> logins) throws SQLException {
        this.at = at;
        this.logins = Map.copyOf(logins);
        this.databases = new Databases();
        this.restores = new RestoreCommands(databases);
        this.maintenance = new MaintenanceCommands(databases);
    }

    /** @throws dev.runbook.lab.http.PortTakenException when another program uses the port */
    public static SqlServer open(InetSocketAddress at, Map<String, Login> logins) throws IOException, SQLException {
        SqlServer server = new SqlServer(at, logins);
        server.start();
        return server;
    }

    /** Starts to accept connections, with the rows of before. */
    public synchronized void start() throws IOException {
        if (wire.isEmpty()) {
            wire = Optional.of(TdsServer.open(at, new Batches()));
        }
    }

    /** Ends as if the process had crashed: open transactions are lost, committed ones are not. */
    public synchronized void stop() throws IOException {
        if (wire.isPresent()) {
            wire.get().close();
            wire = Optional.empty();
        }
    }

    public synchronized boolean running() {
        return wire.isPresent();
    }

    public int port() {
        return wire.map(TdsServer::port).orElse(at.getPort());
    }

    public void create(String database) throws SQLException {
        databases.create(database);
    }

    /** Executes statements as one transaction, in the log at this time. */
    public void execute(String database, Instant time, List<String> statements)
            throws SQLException, InterruptedException {
        databases.named(database).execute(time, statements);
    }

    /** Opens a session that reads the rows behind the server, whatever its state. */
    public Connection look(String database) throws SQLException {
        return databases.named(database).connect();
    }

    /** Writes a backup as the server's own schedule does, finished at this time. */
    public void backUp(String database, boolean full, Path file, Instant time)
            throws SQLException, InterruptedException {
        Database one = databases.named(database);
        if (full) {
            var backup = one.fullBackup();
            restores.backUp(
                    new BackupFile(
                            backup.database(), backup.type(), backup.from(), backup.to(), time, backup.content()),
                    file);
        } else {
            restores.backUp(one, false, file, "");
        }
    }

    /** Delays queries over all rows of a table, as without an index; a delay of zero ends it. */
    public void slow(String table, Duration delay) {
        slow.put(table, delay);
    }

    private void delay(String sql) throws InterruptedException {
        for (Map.Entry<String, Duration> table : slow.entrySet()) {
            if (sql.equalsIgnoreCase("select count(*) from " + table.getKey())) {
                Thread.sleep(table.getValue().toMillis());
            }
        }
    }

    /** Damages the pages of a table, until they are restored or repaired. */
    public void damage(String database, String table) throws SQLException {
        databases.named(database).damage(table);
    }

    public void repair(String database) throws SQLException {
        databases.named(database).repair();
    }

    public boolean damaged(String database) throws SQLException {
        return !databases.named(database).damagedTables().isEmpty();
    }

    /** Returns the state of a database, for people. */
    public String state(String database) throws SQLException {
        return switch (databases.named(database).access()) {
            case EVERYBODY -> "online";
            case PRIVILEGED -> "online, restricted";
            case NOBODY -> "restoring";
        };
    }

    @Override
    public void close() throws IOException {
        stop();
    }

    /** The meaning of logins and batches. */
    private final class Batches implements TdsServer.Handler {
        private static final String SESSION = "session";

        @Override
        public boolean admits(String user, String password) {
            Login login = logins.get(user);
            return login != null && login.password().equals(password);
        }

        @Override
        public void opened(TdsSession client) throws SQLException {
            Database database = databases.named(client.database());
            boolean privileged = logins.get(client.user()).privileged();
            database.requireAccess(client.user(), privileged);
            SqlSession session = new SqlSession(client, database, privileged, () -> end(client));
            client.state().put(SESSION, session);
            databases.add(session);
        }

        private void end(TdsSession client) {
            synchronized (SqlServer.this) {
                wire.ifPresent(server -> server.end(client));
            }
        }

        @Override
        public void closed(TdsSession client) {
            if (client.state().get(SESSION) instanceof SqlSession session) {
                databases.remove(session);
                session.close();
            }
        }

        @Override
        public void answer(TdsSession client, String batch) throws SQLException, InterruptedException {
            SqlSession session = (SqlSession) client.state().get(SESSION);
            for (String statement : Tsql.statements(batch)) {
                perform(statement, session);
            }
        }
    }

    private void perform(String sql, SqlSession session) throws SQLException, InterruptedException {
        if (endsTransaction(sql, session)
                || aboutSession(sql, session)
                || restores.perform(sql, session)
                || maintenance.perform(sql, session)) {
            return;
        }
        delay(sql);
        session.execute(sql);
    }

    private static boolean endsTransaction(String sql, SqlSession session) throws SQLException {
        Matcher end = TRANSACTION_END.matcher(sql);
        if (!end.matches()) {
            return false;
        }
        if (end.group(2).equalsIgnoreCase("commit")) {
            session.commit();
        } else {
            session.rollback();
        }
        if (end.group(3).toLowerCase(Locale.ROOT).contains("implicit_transactions off")) {
            session.implicit(false);
        }
        return true;
    }

    private static boolean aboutSession(String sql, SqlSession session) throws SQLException {
        Matcher implicit = IMPLICIT.matcher(sql);
        if (implicit.matches()) {
            session.implicit(implicit.group(1).equalsIgnoreCase("on"));
            return true;
        }
        if (BEGIN.matcher(sql).matches()) {
            session.begin();
            return true;
        }
        if (SET.matcher(sql).matches()) {
            return true;
        }
        Optional<List<?>> row = systemRow(sql, session);
        row.ifPresent(values -> session.tokens()
                .rows(values.size() == 1 ? List.of("value") : List.of("value", "replica"), List.of(values)));
        return row.isPresent();
    }

    /** Answers what the engine and the driver ask the server about itself. */
    private static Optional<List<?>> systemRow(String sql, SqlSession session) {
        String text = sql.toLowerCase(Locale.ROOT);
        if (text.equals("select @@spid")) {
            return Optional.of(List.of(session.id()));
        }
        if (text.equals("select @@trancount")) {
            return Optional.of(List.of(session.inTransaction() ? 1 : 0));
        }
        if (text.contains("databasepropertyex")) {
            return Optional.of(Arrays.asList("READ_WRITE", null));
        }
        if (text.contains("has_perms_by_name")) {
            return Optional.of(List.of(1));
        }
        if (text.contains("sys.dm_exec_requests")) {
            return Optional.of(List.of(0));
        }
        return Optional.empty();
    }
}
