package dev.runbook.lab.smartstore;

import dev.runbook.lab.sqlserver.SqlServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The rows of both databases, with a history before the start of the lab, and the damage to them. */
final class ShopRows {
    static final String LEGACY = "SmartStore_Legacy";
    static final String NEW = "SmartStore_New";
    /** The last order's number at the start of the lab. */
    static final int ORDERS = 560;

    private static final Duration HISTORY = Duration.ofMinutes(15);
    private static final Duration BETWEEN_ORDERS = Duration.ofSeconds(15);
    private static final int FIRST_ORDERS = 500;

    private final SqlServer server;
    private final Path backups;

    ShopRows(SqlServer server, Path backups) {
        this.server = server;
        this.backups = backups;
    }

    Path fullBackup() {
        return backups.resolve("pre-migration-backup.bak");
    }

    Path logBackup() {
        return backups.resolve("transaction-log.trn");
    }

    /**
     * Creates both databases as they were a quarter of an hour ago, takes the full backup of then, lets orders follow up to
     * now, and takes the backup of the log.
     */
    void create(Instant now) throws SQLException, InterruptedException, IOException {
        Files.createDirectories(backups);
        Instant began = now.minus(HISTORY);
        for (String database : List.of(LEGACY, NEW)) {
            server.create(database);
            server.execute(database, began, script());
        }
        server.backUp(NEW, true, fullBackup(), began);
        for (int order = FIRST_ORDERS + 1; order <= ORDERS; order++) {
            Instant at = began.plus(BETWEEN_ORDERS.multipliedBy(order - FIRST_ORDERS))
                    .minusSeconds(1);
            List<String> placed = List.of(
                    "insert into dbo.OrderItems values (%d, %d, 2, 10)".formatted(order, 1 + order % 50),
                    "insert into dbo.Orders values (%d, %d, 20, 30, 20, getutcdate(), getutcdate())"
                            .formatted(order, 1 + order % 200));
            server.execute(LEGACY, at, placed);
            server.execute(NEW, at, placed);
        }
        server.backUp(NEW, false, logBackup(), now);
    }

    private static List<String> script() throws IOException {
        try (InputStream script = ShopRows.class.getResourceAsStream("smartstore.sql")) {
            String text = new String(script.readAllBytes(), StandardCharsets.UTF_8);
            List<String> statements = new ArrayList<>();
            for (String statement : text.replaceAll("(?m)^--.*$", "").split(";\n")) {
                if (!statement.isBlank()) {
                    statements.add(statement.strip());
                }
            }
            return statements;
        }
    }

    /** Overwrites customers, orders and stock as a faulty release would; their times of change stay as they are. */
    String corrupt() throws SQLException, InterruptedException {
        Instant before = Instant.now();
        server.execute(
                NEW,
                before,
                List.of(
                        "update dbo.Customers set Email = 'corrupted' where mod(CustomerId, 7) = 0",
                        "update dbo.Orders set OrderTotal = 0 where mod(Id, 5) = 0",
                        "update dbo.Products set StockQuantity = -StockQuantity where mod(ProductId, 11) = 0"));
        return "customers, orders and stock overwritten, " + issues()
                + " rows violate the integrity; the last good time is " + before.minusMillis(10);
    }

    /** Deletes orders. */
    String lose() throws SQLException, InterruptedException {
        Instant before = Instant.now();
        long had = number(NEW, "select count(*) from dbo.Orders");
        server.execute(
                NEW,
                before,
                List.of(
                        "delete from dbo.OrderItems where mod(OrderId, 3) = 0",
                        "delete from dbo.Orders where mod(Id, 3) = 0"));
        long has = number(NEW, "select count(*) from dbo.Orders");
        return (had - has) + " of " + had + " orders deleted; the last good time is " + before.minusMillis(10);
    }

    /** Deletes orders without their items. */
    String orphan() throws SQLException, InterruptedException {
        server.execute(NEW, Instant.now(), List.of("delete from dbo.Orders where mod(Id, 3) = 0 and Id <= " + ORDERS));
        return lost() + " orders deleted, their items are left";
    }

    /** Changes rows as a faulty release would that writes wrong values and the time of the change. */
    String misstate() throws SQLException, InterruptedException {
        server.execute(
                NEW,
                Instant.now(),
                List.of(
                        "update dbo.Customers set LastName = 'undefined', LastModifiedUtc = getutcdate()"
                                + " where mod(CustomerId, 13) = 0",
                        "update dbo.CustomerPreferences set PreferenceValue = 'undefined', LastModifiedUtc = getutcdate()"
                                + " where mod(CustomerId, 13) = 0",
                        "update dbo.Products set StockQuantity = 0, LastModifiedUtc = getutcdate()"
                                + " where mod(ProductId, 9) = 0",
                        "delete from dbo.ShoppingCartItems where mod(CustomerId, 5) = 0",
                        "update dbo.Orders set OrderStatus = 40, LastModifiedUtc = getutcdate()"
                                + " where Id <= 500 and mod(Id, 9) = 0"));
        return misstated() + " customers, preferences, products, cart items and orders differ from the backup";
    }

    /** Returns the number of rows that such a release has changed and nobody has restored. */
    long misstated() throws SQLException {
        return number(
                NEW,
                "select (select count(*) from dbo.Customers where LastName = 'undefined')"
                        + " + (select count(*) from dbo.CustomerPreferences where PreferenceValue = 'undefined')"
                        + " + (select count(*) from dbo.Products where StockQuantity = 0)"
                        + " + (select count(*) from dbo.ShoppingCartItemsBackup b where not exists (select 1"
                        + " from dbo.ShoppingCartItems i where i.CustomerId = b.CustomerId and i.ProductId = b.ProductId))"
                        + " + (select count(*) from dbo.Orders where OrderStatus = 40)");
    }

    /** Restores those rows from the backup tables. */
    void restate() throws SQLException, InterruptedException {
        server.execute(
                NEW,
                Instant.now(),
                List.of(
                        "merge into dbo.Customers c using dbo.CustomersBackup b on c.CustomerId = b.CustomerId"
                                + " when matched then update set LastName = b.LastName",
                        "merge into dbo.CustomerPreferences p using dbo.CustomerPreferencesBackup b"
                                + " on p.CustomerId = b.CustomerId and p.PreferenceKey = b.PreferenceKey"
                                + " when matched then update set PreferenceValue = b.PreferenceValue",
                        "merge into dbo.Products p using dbo.ProductsBackup b on p.ProductId = b.ProductId"
                                + " when matched then update set StockQuantity = b.StockQuantity",
                        "insert into dbo.ShoppingCartItems (CustomerId, ProductId, Quantity, CreatedOnUtc, ShoppingCartType)"
                                + " select CustomerId, ProductId, Quantity, CreatedOnUtc, ShoppingCartType"
                                + " from dbo.ShoppingCartItemsBackup b where not exists (select 1"
                                + " from dbo.ShoppingCartItems i where i.CustomerId = b.CustomerId"
                                + " and i.ProductId = b.ProductId)",
                        "merge into dbo.Orders o using dbo.OrdersBackup b on o.Id = b.Id when matched then update set"
                                + " OrderStatus = b.OrderStatus"));
    }

    /** Gives the new database the rows of legacy, which the faults do not touch. */
    void repair() throws SQLException, InterruptedException {
        server.execute(
                NEW,
                Instant.now(),
                List.of(
                        "update dbo.Customers set Email = 'customer' || CustomerId || '@example.com' where Email = 'corrupted'",
                        "update dbo.Products set StockQuantity = -StockQuantity where StockQuantity < 0",
                        "update dbo.Orders o set OrderTotal = (select coalesce(sum(i.Quantity * i.UnitPrice), 0)"
                                + " from dbo.OrderItems i where i.OrderId = o.Id) where OrderTotal = 0"));
        List<String> missing = new ArrayList<>();
        try (Connection legacy = server.look(LEGACY);
                Statement statement = legacy.createStatement();
                ResultSet row = statement.executeQuery("select Id, CustomerId, OrderStatus, PaymentStatus, OrderTotal,"
                        + " CreatedOnUtc, LastModifiedUtc from dbo.Orders where mod(Id, 3) = 0")) {
            while (row.next()) {
                int id = row.getInt(1);
                missing.add(("insert into dbo.Orders select %d, %d, %d, %d, %s, timestamp '%s', timestamp '%s'"
                                + " where not exists (select 1 from dbo.Orders where Id = %d)")
                        .formatted(
                                id,
                                row.getInt(2),
                                row.getInt(3),
                                row.getInt(4),
                                row.getBigDecimal(5),
                                row.getTimestamp(6),
                                row.getTimestamp(7),
                                id));
                missing.add(("insert into dbo.OrderItems select %d, 1, 1, %s"
                                + " where not exists (select 1 from dbo.OrderItems where OrderId = %d)")
                        .formatted(id, row.getBigDecimal(5), id));
            }
        }
        server.execute(NEW, Instant.now(), missing);
    }

    /** Returns the number of rows of the new database that violate the integrity. */
    long issues() throws SQLException {
        return number(NEW, "select count(*) from dbo.DataIntegrityIssues");
    }

    /** Returns the number of old orders that legacy has and the new database lacks. */
    long lost() throws SQLException {
        return number(LEGACY, "select count(*) from dbo.Orders where Id <= " + ORDERS)
                - number(NEW, "select count(*) from dbo.Orders where Id <= " + ORDERS);
    }

    private long number(String database, String query) throws SQLException {
        try (Connection connection = server.look(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }
}
