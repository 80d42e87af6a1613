package dev.runbook.lab.smartstore;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runbook.lab.http.Json;
import dev.runbook.lab.http.LabServer;
import dev.runbook.lab.http.Reply;
import dev.runbook.lab.http.Request;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The synchronization of the two databases: every second it copies orders changed since its cursor in both directions,
 * the master's first, and records in the legacy database up to which moment that has everything. Thread-safe.
 */
final class SyncService implements AutoCloseable {
    private static final long PERIOD_MILLIS = 1000;
    /** A transaction may commit later than the time that its rows bear. */
    private static final Duration OVERLAP = Duration.ofSeconds(5);

    private static final String CHANGED = "select Id, CustomerId, OrderStatus, PaymentStatus, OrderTotal, CreatedOnUtc,"
            + " LastModifiedUtc from dbo.Orders where LastModifiedUtc > ?";
    private static final String CHECKSUM =
            "select count(*), coalesce(sum(OrderTotal), 0) from dbo.Orders where LastModifiedUtc <= ?";

    private final ShopDatabase legacy;
    private final ShopDatabase green;
    private final String token;
    private final LabServer server;
    private final ScheduledExecutorService schedule = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "synchronization");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean running = true;
    private volatile boolean stuck;
    private volatile String master = "legacy";
    private Instant cursor;
    private long pending;

    private record Order(int id, List<Object> columns, Instant changed) {}

    /** @param since the moment at which both databases are equal */
    SyncService(InetSocketAddress at, ShopDatabase legacy, ShopDatabase green, String token, Instant since) {
        this.legacy = legacy;
        this.green = green;
        this.token = token;
        this.cursor = since;
        this.server = LabServer.open("synchronization service", at, this::answer);
        var unused = schedule.scheduleWithFixedDelay(this::pass, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Starts or stops the service. */
    void run(boolean on) {
        running = on;
    }

    boolean running() {
        return running;
    }

    /** While true, the queue is not worked off. */
    void stick(boolean all) {
        stuck = all;
    }

    /** Sets it as it is after it has carried nothing for this time; without a time it carries again. */
    synchronized void behind(Duration time) {
        stuck = !time.isZero();
        cursor = cursor.minus(time);
    }

    private Reply answer(Request request) throws IOException {
        if (!request.header("Authorization").orElse("").equals("Bearer " + token)) {
            return Reply.error(401, "the synchronization service requires its token");
        }
        return switch (request.method() + " " + request.path()) {
            case "GET /api/status" -> Reply.json(status());
            case "POST /api/jobs/stop" -> {
                running = false;
                yield awaitPass();
            }
            case "DELETE /api/queue" -> clear();
            case "PUT /api/cursors" ->
                reset(Instant.parse(request.json().path("at").asText()));
            case "GET /api/consistency" -> consistency();
            case "POST /api/start" -> {
                master = request.json().path("master").asText("legacy");
                running = true;
                yield Reply.json(status());
            }
            default -> Reply.error(404, "no such path: " + request.path());
        };
    }

    synchronized ObjectNode status() {
        return Json.object()
                .put("running", running)
                .put("master", master)
                .put("pending", pending)
                .put("lagSeconds", Duration.between(cursor, Instant.now()).toSeconds())
                .put("cursor", cursor.toString());
    }

    /** Returns after a pass that is in progress. */
    private synchronized Reply awaitPass() {
        return Reply.json(status());
    }

    private synchronized Reply clear() {
        pending = 0;
        return Reply.json(status());
    }

    private synchronized Reply reset(Instant at) {
        cursor = at;
        return Reply.json(status());
    }

    private synchronized Reply consistency() {
        ObjectNode result = Json.object();
        try {
            String there = checksum(legacy);
            String here = checksum(green);
            result.put("isConsistent", there.equals(here));
            result.put("errorMessage", there.equals(here) ? "" : "orders in legacy " + there + ", in new " + here);
        } catch (SQLException failure) {
            result.put("isConsistent", false).put("errorMessage", failure.getMessage());
        }
        return Reply.json(result);
    }

    private String checksum(ShopDatabase database) throws SQLException {
        return database.with(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(CHECKSUM)) {
                statement.setObject(1, utc(cursor.minus(OVERLAP)));
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    return row.getLong(1) + " with a total of "
                            + row.getBigDecimal(2).toBigInteger();
                }
            }
        });
    }

    private synchronized void pass() {
        if (!running) {
            return;
        }
        Instant start = Instant.now();
        try {
            boolean legacyFirst = master.equals("legacy");
            ShopDatabase first = legacyFirst ? legacy : green;
            ShopDatabase second = legacyFirst ? green : legacy;
            long left = copy(first, second) + copy(second, first);
            pending = left;
            if (left == 0) {
                cursor = start;
                legacy.update("update dbo.SyncPosition set SyncedToUtc = ?", utc(start));
            }
        } catch (SQLException down) {
            // One of the databases does not answer; what changed meanwhile is copied when it does.
            pending = Math.max(pending, 1);
        }
    }

    /** Copies missing and older orders; returns how many are left. */
    private long copy(ShopDatabase from, ShopDatabase to) throws SQLException {
        List<Order> changed = changed(from);
        var known = changed(to).stream().collect(Collectors.toMap(Order::id, Order::changed));
        long left = 0;
        for (Order order : changed) {
            Instant there = known.get(order.id());
            // Both may have it: the newest state wins (1.2, 'timestamp_wins').
            if (there != null && !there.isBefore(order.changed())) {
                continue;
            }
            if (stuck) {
                left++;
            } else {
                List<List<Object>> items = from.with(connection -> items(connection, order));
                to.with(connection -> put(connection, order, items));
            }
        }
        return left;
    }

    private List<Order> changed(ShopDatabase database) throws SQLException {
        return database.with(connection -> {
            List<Order> orders = new ArrayList<>();
            try (PreparedStatement statement = connection.prepareStatement(CHANGED)) {
                statement.setObject(1, utc(cursor.minus(OVERLAP)));
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        List<Object> columns = new ArrayList<>();
                        for (int i = 2; i <= 7; i++) {
                            Object value = row.getObject(i);
                            columns.add(value instanceof Timestamp ? row.getObject(i, LocalDateTime.class) : value);
                        }
                        LocalDateTime changed = (LocalDateTime) columns.get(5);
                        orders.add(new Order(row.getInt(1), columns, changed.toInstant(ZoneOffset.UTC)));
                    }
                }
            }
            return orders;
        });
    }

    private static List<List<Object>> items(Connection connection, Order order) throws SQLException {
        List<List<Object>> items = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(
                "select ProductId, Quantity, UnitPrice from dbo.OrderItems where OrderId = ? order by ProductId")) {
            statement.setObject(1, order.id());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    items.add(List.of(order.id(), row.getInt(1), row.getInt(2), row.getBigDecimal(3)));
                }
            }
        }
        return items;
    }

    /** Replaces an order and its items. */
    private static boolean put(Connection connection, Order order, List<List<Object>> items) throws SQLException {
        String insertItem =
                " insert into dbo.OrderItems (OrderId, ProductId, Quantity, UnitPrice) values (?, ?, ?, ?);";
        try (PreparedStatement statement =
                connection.prepareStatement("begin tran; delete from dbo.OrderItems where OrderId = ?;"
                        + " delete from dbo.Orders where Id = ?;"
                        + " insert into dbo.Orders (Id, CustomerId, OrderStatus, PaymentStatus, OrderTotal, CreatedOnUtc,"
                        + " LastModifiedUtc) values (?, ?, ?, ?, ?, ?, ?);"
                        + insertItem.repeat(items.size()) + " commit")) {
            List<Object> values = new ArrayList<>(List.of(order.id(), order.id(), order.id()));
            values.addAll(order.columns());
            items.forEach(values::addAll);
            for (int i = 0; i < values.size(); i++) {
                statement.setObject(i + 1, values.get(i));
            }
            return statement.execute();
        }
    }

    private static LocalDateTime utc(Instant time) {
        return LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    }

    @Override
    public void close() {
        schedule.shutdownNow();
        server.close();
    }
}
