package dev.runbook.lab.postgres;

import dev.runbook.EngineException;
import dev.runbook.lab.Command;
import dev.runbook.lab.LabHome;
import dev.runbook.lab.Port;
import dev.runbook.lab.Scripts;
import dev.runbook.lab.http.PortTakenException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import java.util.Set;

/**
 * A PostgreSQL server on the lab's database host, which archives its WAL. The lab creates and starts it; afterwards
 * runbooks stop, replace and start it with {@code pg_ctl} as on any host. Thread-safe.
 */
public final class PostgresServer {
    private static final Duration LONGEST_COMMAND = Duration.ofSeconds(60);

    private final Path disk;
    private final Path data;
    private final Path backups;
    private final Path log;
    private final InetSocketAddress at;
    private final ServerPrograms programs;
    private final ServerAccount account;
    private final Logins logins;

    private PostgresServer(LabHome home, InetSocketAddress at, Path disk, Set<String> users) throws IOException {
        this.disk = disk;
        this.data = disk.resolve("data");
        this.backups = disk.resolve("backups");
        this.log = disk.resolve("postgresql.log");
        this.at = at;
        this.programs = ServerPrograms.unpackedIn(home.shared());
        this.account = ServerAccount.ofThisProcess();
        this.logins = Logins.create(home.passwords(), users);
    }

    /**
     * Creates an empty server and starts it.
     *
     * @param disk the folder of the database host, for data, backups and log
     * @param users the logins beside those of the administrator and of runbooks; only their passwords are created
     */
    public static PostgresServer start(LabHome home, Port port, Path disk, Set<String> users) throws IOException {
        requireFree(port.at(home));
        PostgresServer server = new PostgresServer(home, port.at(home), disk, users);
        server.make(home);
        server.start();
        return server;
    }

    public Path data() {
        return data;
    }

    /** Returns the folder of base backups, archived WAL and integrity records. */
    public Path backups() {
        return backups;
    }

    public String url(String database) {
        return "jdbc:postgresql://" + at.getHostString() + ":" + at.getPort() + "/" + database;
    }

    /** Opens a connection as one of the {@link Logins}. */
    public Connection connect(String database, String user) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", logins.password(user));
        properties.setProperty("connectTimeout", "2");
        properties.setProperty("socketTimeout", "10");
        return DriverManager.getConnection(url(database), properties);
    }

    /** Returns the password of one of the {@link Logins}. */
    public String password(String user) {
        return logins.password(user);
    }

    public void start() {
        Command.run(
                LONGEST_COMMAND,
                account.command(
                        programs.program("pg_ctl").toString(),
                        "-D",
                        data.toString(),
                        "-l",
                        log.toString(),
                        "-w",
                        "start"));
    }

    /** @param mode {@code fast}, or {@code immediate} for a crash */
    public void stop(String mode) {
        if (running()) {
            Command.run(
                    LONGEST_COMMAND,
                    account.command(
                            programs.program("pg_ctl").toString(), "-D", data.toString(), "-m", mode, "-w", "stop"));
        }
    }

    /**
     * Takes a base backup into {@code backups/base/MOMENT}, named by the time it ended: it can be used for any later
     * time.
     */
    public Path backUp() throws SQLException, IOException {
        Path base = Files.createDirectories(backups.resolve("base"));
        Path taking = base.resolve(".taking");
        try (Connection connection = connect("postgres", Logins.ADMINISTRATOR)) {
            BaseBackup.take(connection, "lab", taking);
        }
        return Files.move(taking, base.resolve(Moment.after(Instant.now()).toString()));
    }

    /** Returns whether a server process has the data folder open. */
    public boolean running() {
        return Files.exists(data)
                && Command.works(
                        account.command(programs.program("pg_ctl").toString(), "-D", data.toString(), "status"));
    }

    private void make(LabHome home) throws IOException {
        Path wal = backups.resolve("wal");
        Files.createDirectories(wal);
        Path password = home.passwords().resolve(Logins.ADMINISTRATOR);
        Command.run(
                LONGEST_COMMAND,
                account.command(
                        programs.program("initdb").toString(),
                        "--pgdata=" + data,
                        "--username=" + Logins.ADMINISTRATOR,
                        "--pwfile=" + password,
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--wal-segsize=1",
                        "--no-sync",
                        "--no-instructions"));
        Files.writeString(data.resolve("postgresql.conf"), settings(wal), java.nio.file.StandardOpenOption.APPEND);
        logins.writePassFile(disk.resolve(".pgpass"));
        for (String program : new String[] {"pg_ctl", "postgres", "initdb"}) {
            Scripts.passOn(
                    home.bin().resolve(program),
                    account.command(programs.program(program).toString()));
        }
    }

    /**
     * Returns settings for a fast start, WAL archiving and recovery. No data must survive a power failure, so the
     * server does not wait for the disk.
     */
    private String settings(Path wal) {
        return """

                listen_addresses = '%s'
                port = %d
                unix_socket_directories = ''
                max_connections = 40
                shared_buffers = 16MB
                fsync = off
                min_wal_size = 4MB
                max_wal_size = 64MB
                wal_level = replica
                max_wal_senders = 0
                archive_mode = on
                archive_command = 'test ! -f "%s/%%f" && cp "%%p" "%s/%%f"'
                archive_timeout = 30s
                restore_command = 'cp "%s/%%f" "%%p"'
                timezone = 'UTC'
                log_timezone = 'UTC'
                """.formatted(at.getHostString(), at.getPort(), wal, wal, wal);
    }

    private static void requireFree(InetSocketAddress at) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(at);
        } catch (java.net.BindException taken) {
            throw new PortTakenException("PostgreSQL", at, taken);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Runs statements as the administrator, on one connection. */
    public void administer(String database, String... statements) {
        try (Connection connection = connect(database, Logins.ADMINISTRATOR);
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException failure) {
            throw new EngineException("PostgreSQL of the lab: " + failure.getMessage(), failure);
        }
    }
}
