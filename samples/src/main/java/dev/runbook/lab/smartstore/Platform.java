package dev.runbook.lab.smartstore;

import dev.runbook.lab.api.Behaviour;
import dev.runbook.lab.http.LabServer;
import dev.runbook.lab.http.Reply;
import dev.runbook.lab.http.Request;
import java.net.InetSocketAddress;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** The shop on one platform: its pages, its health checks, and orders in its database. Thread-safe. */
final class Platform implements AutoCloseable {
    private static final long SLOW_SECONDS = 6;
    private static final long VERY_SLOW_SECONDS = 11;
    private static final Set<String> PAGES = Set.of("/account/login", "/products", "/admin");
    /** The service restoration checklist of plan 3.3, by group. */
    private static final Map<String, Set<String>> CHECKLIST = Map.of(
            "infrastructure",
                    Set.of("loadBalancer", "webServers", "databaseServers", "cacheServers", "messagingQueues"),
            "applications", Set.of("webApplication", "adminPanel", "apiServices", "backgroundJobs", "scheduledTasks"),
            "integrations",
                    Set.of(
                            "paymentGateways",
                            "shippingProviders",
                            "emailServices",
                            "analyticsServices",
                            "externalAPIs"),
            "dataServices",
                    Set.of(
                            "databaseConnectivity",
                            "cacheConnectivity",
                            "fileStorage",
                            "backupSystems",
                            "monitoringSystems"));

    private static final int CUSTOMERS = 200;
    private static final int PRODUCTS = 50;

    private final String name;
    private final String version;
    private final InetSocketAddress at;
    private final ShopDatabase database;
    private final BooleanSupplier payments;
    private final AtomicInteger orders;
    private final ResourceUse resources;
    private volatile BooleanSupplier infrastructure = () -> true;
    private volatile Behaviour behaviour = Behaviour.HEALTHY;
    private Optional<LabServer> server = Optional.empty();

    /**
     * @param payments whether the payment gateway answers
     * @param orders the last order's number, shared by the platforms so that theirs never collide
     */
    Platform(
            String name,
            String version,
            InetSocketAddress at,
            ShopDatabase database,
            BooleanSupplier payments,
            AtomicInteger orders) {
        this.name = name;
        this.version = version;
        this.at = at;
        this.database = database;
        this.payments = payments;
        this.orders = orders;
        this.resources = new ResourceUse(name);
        listen();
    }

    String name() {
        return name;
    }

    InetSocketAddress address() {
        return at;
    }

    Behaviour behaviour() {
        return behaviour;
    }

    /** Returns what its background work uses. */
    ResourceUse resources() {
        return resources;
    }

    synchronized void behave(Behaviour next) {
        behaviour = next;
        if (next == Behaviour.CRASHED) {
            stopListening();
        } else {
            listen();
        }
    }

    private synchronized void listen() {
        if (server.isEmpty()) {
            server = Optional.of(LabServer.open(name, at, this::answer));
        }
    }

    private Reply answer(Request request) throws InterruptedException {
        if (behaviour == Behaviour.FAILING) {
            return Reply.json(500, Map.of("status", "failing", "version", version, "error", "cannot read the catalog"));
        }
        if (behaviour == Behaviour.SLOW) {
            TimeUnit.SECONDS.sleep(SLOW_SECONDS);
        }
        if (behaviour == Behaviour.VERY_SLOW) {
            TimeUnit.SECONDS.sleep(VERY_SLOW_SECONDS);
        }
        List<String> path = request.segments();
        if (!path.isEmpty() && path.get(0).equals("health")) {
            return path.size() == 3 ? restored(path.get(1), path.get(2)) : health(path.size() == 2 ? path.get(1) : "");
        }
        if (PAGES.contains(request.path())) {
            return withDatabase(() -> database.count("select count(*) from dbo.Products") > 0);
        }
        return switch (request.path()) {
            case "/cart/add" -> withDatabase(this::addToCart);
            case "/checkout" -> request.method().equals("POST") ? withDatabase(this::placeOrder) : health("payments");
            default -> Reply.error(404, "no such page: " + request.path());
        };
    }

    /** Answers for a box of the checklist after a full recovery (plan 3.3). */
    private Reply restored(String group, String item) {
        if (!CHECKLIST.getOrDefault(group, Set.of()).contains(item)) {
            return Reply.error(404, "no such part: " + group + "/" + item);
        }
        return switch (item) {
            case "paymentGateways" -> health("payments");
            case "databaseServers", "databaseConnectivity" -> health("database");
            default -> infrastructure.getAsBoolean() ? healthy() : unhealthy("the infrastructure is not complete");
        };
    }

    /** Sets what the parts of the platform besides the shop itself need. */
    void runsOn(BooleanSupplier complete) {
        infrastructure = complete;
    }

    private Reply health(String part) {
        return switch (part) {
            case "" -> withDatabase(() -> database.count("select count(*) from dbo.Customers") > 0);
            case "database", "orders" -> withDatabase(() -> database.count("select count(*) from dbo.Orders") > 0);
            case "payments" -> payments.getAsBoolean() ? healthy() : unhealthy("the payment gateway does not answer");
            case "cache" -> healthy();
            default -> Reply.error(404, "no such part: " + part);
        };
    }

    private boolean addToCart() throws SQLException {
        int visitor = orders.get();
        return database.update(
                        "insert into dbo.ShoppingCartItems (CustomerId, ProductId, Quantity, CreatedOnUtc, ShoppingCartType)"
                                + " values (?, ?, 1, getutcdate(), 1)",
                        1 + visitor % CUSTOMERS,
                        1 + visitor % PRODUCTS)
                == 1;
    }

    /** Writes an order with its item, both or none. */
    private boolean placeOrder() throws SQLException {
        boolean paid = payments.getAsBoolean();
        int id = orders.incrementAndGet();
        database.update(
                "begin tran; insert into dbo.OrderItems (OrderId, ProductId, Quantity, UnitPrice) values (?, ?, 2, 10);"
                        + " insert into dbo.Orders (Id, CustomerId, OrderStatus, PaymentStatus, OrderTotal, CreatedOnUtc,"
                        + " LastModifiedUtc) values (?, ?, 20, ?, 20, getutcdate(), getutcdate()); commit",
                id,
                1 + id % PRODUCTS,
                id,
                1 + id % CUSTOMERS,
                paid ? 30 : 10);
        return paid;
    }

    /** A request of the database; false for one that could not be served. */
    @FunctionalInterface
    private interface Query {
        boolean run() throws SQLException;
    }

    private Reply withDatabase(Query query) {
        try {
            return query.run() ? healthy() : unhealthy("not served");
        } catch (SQLException failure) {
            return unhealthy(String.valueOf(failure.getMessage()));
        }
    }

    private Reply healthy() {
        return Reply.json(Map.of("status", "healthy", "platform", name, "version", version));
    }

    private Reply unhealthy(String why) {
        return Reply.json(503, Map.of("status", "unhealthy", "platform", name, "version", version, "error", why));
    }

    private synchronized void stopListening() {
        server.ifPresent(LabServer::close);
        server = Optional.empty();
    }

    @Override
    public void close() {
        stopListening();
        resources.close();
    }
}
