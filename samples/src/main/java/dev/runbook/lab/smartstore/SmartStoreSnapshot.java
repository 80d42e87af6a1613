package dev.runbook.lab.smartstore;

import dev.runbook.lab.Snapshot;
import dev.runbook.lab.sqlserver.SqlServer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Takes the snapshot of SmartStore: the rows of both databases, the backups, where the traffic goes, and
 * synchronization.
 *
 * @param began when the lab began: carts that were filled later are not compared
 */
record SmartStoreSnapshot(
        Path backups, SqlServer server, TrafficSwitch traffic, SyncService sync, LegacySite site, Instant began) {
    /** Without the times of change, which a restore sets again. */
    private static final Map<String, String> TABLES = Map.of(
            "Customers",
                    "select CustomerId, FirstName, LastName, Email, Phone, BillingAddress, ShippingAddress, IsDeleted"
                            + " from dbo.Customers order by CustomerId",
            "CustomerPreferences",
                    "select CustomerId, PreferenceKey, PreferenceValue from dbo.CustomerPreferences"
                            + " order by CustomerId, PreferenceKey",
            "Products", "select ProductId, Name, StockQuantity, ReservedQuantity from dbo.Products order by ProductId",
            "Orders",
                    "select Id, CustomerId, OrderStatus, PaymentStatus, OrderTotal from dbo.Orders where Id <= "
                            + ShopRows.ORDERS + " order by Id",
            "OrderItems",
                    "select * from dbo.OrderItems where OrderId <= " + ShopRows.ORDERS
                            + " order by OrderId, ProductId");

    Snapshot take() {
        Snapshot snapshot = new Snapshot();
        for (String database : List.of(ShopRows.LEGACY, ShopRows.NEW)) {
            Map<String, String> queries = new TreeMap<>();
            TABLES.forEach((table, query) -> queries.put(database + "/" + table, query));
            queries.put(
                    database + "/ShoppingCartItems",
                    "select CustomerId, ProductId, Quantity from dbo.ShoppingCartItems where CreatedOnUtc < timestamp '"
                            + began.toString().replace("T", " ").replace("Z", "")
                            + "' order by CustomerId, ProductId, Quantity");
            snapshot.rows(() -> server.look(database), queries).put("database/" + database, state(database));
        }
        return snapshot.process("sqlserver", server.running())
                .put("deployment/smartstore-legacy", site.infrastructure())
                .put("containers/legacy", site.containersRun() ? "run" : "do not run")
                .files("backups", backups, file -> true)
                .put("traffic/shop", traffic.target() + ", " + traffic.percentage() + " percent")
                .put("sync/jobs", sync.status().path("running").asBoolean() ? "run" : "stopped")
                .put("sync/master", sync.status().path("master").asText());
    }

    private String state(String database) {
        try {
            return server.state(database) + (server.damaged(database) ? ", pages damaged" : "");
        } catch (SQLException unknown) {
            return "unknown";
        }
    }
}
