package dev.runbook.lab.postgres;

import dev.runbook.lab.api.ErpgoDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.random.RandomGenerator;

/**
 * ERPGo's database as its API uses it. Thread-safe. A request uses a connection of an earlier one if the server still
 * answers on it: the handshake of a new connection costs a hundred times as much as a request.
 */
public final class ErpgoRows implements ErpgoDatabase {
    public static final String DATABASE = "erp";
    /** The login of the application. */
    public static final String USER = "erpgo";

    private static final Map<String, String> COUNTS = Map.of(
            "orders", "SELECT count(*) FROM orders",
            "payments", "SELECT count(*) FROM orders WHERE paid",
            "stock", "SELECT count(*) FROM stock WHERE quantity > 0");

    private static final int VALID_WITHIN_SECONDS = 2;

    private final PostgresServer server;
    /** Connections that no request uses. */
    private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();

    private final ReadWriteLock writing = new ReentrantReadWriteLock();

    private ErpgoRows(PostgresServer server) {
        this.server = server;
    }

    /** Creates the database, its users and a few thousand rows. */
    public static ErpgoRows create(PostgresServer server) throws IOException {
        server.administer(
                "postgres",
                "CREATE ROLE erpgo LOGIN PASSWORD '" + server.password(USER) + "'",
                "CREATE ROLE rollback LOGIN PASSWORD '" + server.password(Logins.RUNBOOKS) + "'",
                "CREATE DATABASE " + DATABASE);
        try (InputStream schema = ErpgoRows.class.getResourceAsStream("erpgo.sql")) {
            server.administer(DATABASE, new String(schema.readAllBytes(), StandardCharsets.UTF_8));
        }
        server.administer(
                DATABASE,
                "GRANT EXECUTE ON FUNCTION pg_switch_wal() TO rollback",
                "GRANT pg_signal_backend, pg_read_all_stats TO rollback");
        return new ErpgoRows(server);
    }

    @Override
    public long count(String area) throws SQLException {
        return with(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(COUNTS.get(area))) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    @Override
    public long placeOrder() throws SQLException {
        writing.readLock().lock();
        try {
            return with(connection -> {
                connection.setAutoCommit(false);
                long order = placeOrder(connection, RandomGenerator.getDefault());
                connection.commit();
                connection.setAutoCommit(true);
                return order;
            });
        } finally {
            writing.readLock().unlock();
        }
    }

    /** Runs work while no order is written. */
    <T> T quietly(Work<T> work) throws SQLException, IOException {
        writing.writeLock().lock();
        try {
            return work.run();
        } finally {
            writing.writeLock().unlock();
        }
    }

    @FunctionalInterface
    interface Work<T> {
        T run() throws SQLException, IOException;
    }

    private static long placeOrder(Connection connection, RandomGenerator random) throws SQLException {
        try (PreparedStatement take = connection.prepareStatement(
                        "UPDATE stock SET quantity = quantity - 1 WHERE id = ? RETURNING price");
                PreparedStatement order = connection.prepareStatement(
                        "INSERT INTO orders (user_id, stock_id, quantity, amount, paid) VALUES (?, ?, 1, ?, true) RETURNING id")) {
            int article = 1 + random.nextInt(500);
            take.setInt(1, article);
            try (ResultSet taken = take.executeQuery()) {
                if (!taken.next()) {
                    throw new SQLException("article " + article + " is not in stock");
                }
                order.setInt(1, 1 + random.nextInt(2000));
                order.setInt(2, article);
                order.setBigDecimal(3, taken.getBigDecimal(1));
            }
            try (ResultSet placed = order.executeQuery()) {
                placed.next();
                return placed.getLong(1);
            }
        }
    }

    /** Runs work on a connection, which is kept for later requests unless the work fails. */
    private long with(Request work) throws SQLException {
        Connection connection = connect();
        try {
            long result = work.run(connection);
            idle.push(connection);
            return result;
        } catch (SQLException | RuntimeException failure) {
            connection.close();
            throw failure;
        }
    }

    private Connection connect() throws SQLException {
        Connection kept = idle.poll();
        if (kept != null && kept.isValid(VALID_WITHIN_SECONDS)) {
            return kept;
        }
        for (; kept != null; kept = idle.poll()) {
            kept.close(); // a server that ended one connection has probably ended all
        }
        return server.connect(DATABASE, USER);
    }

    @FunctionalInterface
    private interface Request {
        long run(Connection connection) throws SQLException;
    }
}
