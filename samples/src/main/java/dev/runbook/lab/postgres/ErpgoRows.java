package dev.runbook.lab.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.runbook.lab.api.ErpgoDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.random.RandomGenerator;

/** ERPGo's database as its API uses it. Thread-safe; comes through restarts of the server. */
public final class ErpgoRows implements ErpgoDatabase, AutoCloseable {
    public static final String DATABASE = "erp";

    private static final Map<String, String> COUNTS = Map.of(
            "orders", "SELECT count(*) FROM orders",
            "payments", "SELECT count(*) FROM orders WHERE paid",
            "stock", "SELECT count(*) FROM stock WHERE quantity > 0");

    private final HikariDataSource connections;
    private final ReadWriteLock writing = new ReentrantReadWriteLock();

    private ErpgoRows(PostgresServer server) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.url(DATABASE));
        config.setUsername(Logins.APPLICATION);
        config.setPassword(server.password(Logins.APPLICATION));
        config.setMaximumPoolSize(6);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(1_500);
        config.setValidationTimeout(1_000);
        config.setInitializationFailTimeout(-1);
        config.addDataSourceProperty("socketTimeout", "10");
        config.addDataSourceProperty("connectTimeout", "2");
        this.connections = new HikariDataSource(config);
    }

    /** Makes the database, its users and a few thousand rows. */
    public static ErpgoRows create(PostgresServer server) throws IOException {
        server.administer(
                "postgres",
                "CREATE ROLE erpgo LOGIN PASSWORD '" + server.password(Logins.APPLICATION) + "'",
                "CREATE ROLE rollback LOGIN PASSWORD '" + server.password(Logins.RUNBOOKS) + "'",
                "CREATE DATABASE " + DATABASE);
        try (InputStream schema = ErpgoRows.class.getResourceAsStream("erpgo.sql")) {
            server.administer(DATABASE, new String(schema.readAllBytes(), StandardCharsets.UTF_8));
        }
        server.administer(DATABASE, "GRANT EXECUTE ON FUNCTION pg_switch_wal() TO rollback");
        return new ErpgoRows(server);
    }

    @Override
    public long count(String area) throws SQLException {
        try (Connection connection = connections.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(COUNTS.get(area))) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public long placeOrder() throws SQLException {
        writing.readLock().lock();
        try (Connection connection = connections.getConnection()) {
            connection.setAutoCommit(false);
            long order = placeOrder(connection, RandomGenerator.getDefault());
            connection.commit();
            return order;
        } finally {
            writing.readLock().unlock();
        }
    }

    /** Does something while no order is written. */
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

    @Override
    public void close() {
        connections.close();
    }
}
