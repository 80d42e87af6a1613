package dev.runbook.lab.smartstore;

import dev.runbook.lab.Faults;
import dev.runbook.lab.api.Behaviour;
import dev.runbook.lab.sqlserver.SqlServer;
import dev.runbook.lab.webhook.WebhookReceivers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Breaks parts of the estate and repairs them, and tracks what is broken. Thread-safe. */
final class SmartStoreFaults implements Faults<SmartStoreFault> {
    private static final Duration BEHIND = Duration.ofMinutes(10);
    private static final Duration FULL_SCAN = Duration.ofSeconds(6);
    private static final byte[] DAMAGE = "damaged\n".getBytes(StandardCharsets.UTF_8);

    private final Platform legacy;
    private final Platform green;
    private final LegacySite site;
    private final TrafficSwitch traffic;
    private final PaymentGateway payments;
    private final SyncService sync;
    private final SqlServer server;
    private final ShopRows rows;
    private final WebhookReceivers webhooks;
    private final Set<SmartStoreFault> present = EnumSet.noneOf(SmartStoreFault.class);

    SmartStoreFaults(
            Platform legacy,
            Platform green,
            LegacySite site,
            TrafficSwitch traffic,
            PaymentGateway payments,
            SyncService sync,
            SqlServer server,
            ShopRows rows,
            WebhookReceivers webhooks) {
        this.legacy = legacy;
        this.green = green;
        this.site = site;
        this.traffic = traffic;
        this.payments = payments;
        this.sync = sync;
        this.server = server;
        this.rows = rows;
        this.webhooks = webhooks;
    }

    @Override
    public List<SmartStoreFault> known() {
        return List.of(SmartStoreFault.values());
    }

    /** Returns the faults present now, without those that a recovery has repaired. */
    @Override
    public synchronized Set<SmartStoreFault> present() {
        present.removeIf(this::repaired);
        return present.isEmpty() ? EnumSet.noneOf(SmartStoreFault.class) : EnumSet.copyOf(present);
    }

    private boolean repaired(SmartStoreFault fault) {
        try {
            return switch (fault) {
                case DB_DOWN -> server.running();
                case CORRUPT_ROWS -> rows.issues() == 0;
                case LOST_ROWS, ITEMS_ORPHANED -> rows.lost() == 0;
                case FAULTY_RELEASE -> rows.misstated() == 0;
                case DAMAGED_PAGES -> !server.damaged(ShopRows.NEW);
                case SITE_LOST -> site.complete();
                case SYNC_STOPPED -> sync.running();
                default -> false;
            };
        } catch (SQLException restoring) {
            return false;
        }
    }

    /** Adds a fault; returns a line that describes the result. */
    @Override
    public synchronized String add(SmartStoreFault fault) throws IOException, SQLException {
        String result = fault.what();
        switch (fault) {
            case NEW_FAILS -> behave(green, "NEW_", Behaviour.FAILING);
            case NEW_SLOW -> behave(green, "NEW_", Behaviour.SLOW);
            case NEW_VERY_SLOW -> behave(green, "NEW_", Behaviour.VERY_SLOW);
            case NEW_CRASH -> behave(green, "NEW_", Behaviour.CRASHED);
            case LEGACY_FAILS -> behave(legacy, "LEGACY_", Behaviour.FAILING);
            case LEGACY_SLOW -> behave(legacy, "LEGACY_", Behaviour.SLOW);
            case SITE_LOST -> site.lose();
            case MEMORY_LEAK -> green.resources().leak(true);
            case CPU_BUSY -> green.resources().busy(true);
            case PAYMENTS_DOWN -> payments.refuse(true);
            case SWITCH_FAILS -> traffic.refuse(true);
            case SYNC_STOPPED -> sync.run(false);
            case QUEUE_FULL -> sync.stick(true);
            case SYNC_BEHIND -> sync.behind(BEHIND);
            case INDEX_LOST -> server.slow("dbo.Orders", FULL_SCAN);
            case DB_DOWN -> server.stop();
            case CORRUPT_ROWS -> result = written(rows::corrupt);
            case LOST_ROWS -> result = written(rows::lose);
            case ITEMS_ORPHANED -> result = written(rows::orphan);
            case FAULTY_RELEASE -> result = written(rows::misstate);
            case DAMAGED_PAGES -> server.damage(ShopRows.NEW, "Orders");
            case BACKUP_LOST -> move(rows.fullBackup(), aside(rows.fullBackup()));
            case BACKUP_DAMAGED -> Files.write(rows.logBackup(), DAMAGE, StandardOpenOption.APPEND);
            case WEBHOOKS_DOWN -> webhooks.refuse(true);
        }
        present.add(fault);
        return result;
    }

    /** Removes a fault, whatever its current state. */
    @Override
    public synchronized String remove(SmartStoreFault fault) throws IOException, SQLException {
        switch (fault) {
            case NEW_FAILS, NEW_SLOW, NEW_VERY_SLOW, NEW_CRASH -> behave(green, "NEW_", Behaviour.HEALTHY);
            case LEGACY_FAILS, LEGACY_SLOW -> behave(legacy, "LEGACY_", Behaviour.HEALTHY);
            case SITE_LOST -> site.deploy();
            case MEMORY_LEAK -> green.resources().leak(false);
            case CPU_BUSY -> green.resources().busy(false);
            case PAYMENTS_DOWN -> payments.refuse(false);
            case SWITCH_FAILS -> traffic.refuse(false);
            case SYNC_STOPPED -> sync.run(true);
            case QUEUE_FULL -> sync.stick(false);
            case SYNC_BEHIND -> sync.behind(Duration.ZERO);
            case INDEX_LOST -> server.slow("dbo.Orders", Duration.ZERO);
            case DB_DOWN -> server.start();
            case CORRUPT_ROWS, LOST_ROWS, ITEMS_ORPHANED ->
                written(() -> {
                    rows.repair();
                    return "";
                });
            case FAULTY_RELEASE ->
                written(() -> {
                    rows.restate();
                    return "";
                });
            case DAMAGED_PAGES -> server.repair(ShopRows.NEW);
            case BACKUP_LOST -> move(aside(rows.fullBackup()), rows.fullBackup());
            case BACKUP_DAMAGED -> undamage(rows.logBackup());
            case WEBHOOKS_DOWN -> webhooks.refuse(false);
        }
        present.remove(fault);
        return "mended";
    }

    /** Sets the behaviour of a platform, replacing an earlier one. */
    private void behave(Platform platform, String prefix, Behaviour behaviour) {
        present.removeIf(fault -> fault.name().startsWith(prefix));
        platform.behave(behaviour);
    }

    private static void move(Path from, Path to) throws IOException {
        if (Files.exists(from) && !Files.exists(to)) {
            Files.move(from, to);
        }
    }

    private static Path aside(Path file) {
        return file.resolveSibling("." + file.getFileName() + ".lost");
    }

    private static void undamage(Path file) throws IOException {
        byte[] all = Files.readAllBytes(file);
        int end = all.length - DAMAGE.length;
        if (end >= 0 && Arrays.equals(Arrays.copyOfRange(all, end, all.length), DAMAGE)) {
            Files.write(file, Arrays.copyOf(all, end));
        }
    }

    /** A change of rows that may have to wait for a transaction. */
    @FunctionalInterface
    private interface Change {
        String run() throws SQLException, InterruptedException;
    }

    private static String written(Change change) throws SQLException {
        try {
            return change.run();
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            throw new SQLException("the lab is closing", closing);
        }
    }
}
