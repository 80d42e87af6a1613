package dev.runbook.lab.visionforge;

import dev.runbook.EngineException;
import dev.runbook.lab.Faults;
import dev.runbook.lab.postgres.PostgresServer;
import dev.runbook.lab.webhook.WebhookReceivers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** Breaks parts of the estate and repairs them, and tracks what is broken. Thread-safe. */
final class VisionForgeFaults implements Faults<VisionForgeFault> {
    private static final int SLOW_MILLIS = 2000;
    private static final String WRONG_DATABASE = "/visionforge_new";

    private final AppHost host;
    private final Releases releases;
    private final VisionForgeDatabase database;
    private final WebhookReceivers webhooks;
    private final AtomicBoolean rendererDown;
    private final Path saved;
    private final Set<VisionForgeFault> present = EnumSet.noneOf(VisionForgeFault.class);

    /**
     * @param rendererDown makes the external renderer refuse
     * @param saved a folder for what a later repair needs
     */
    VisionForgeFaults(
            AppHost host,
            Releases releases,
            VisionForgeDatabase database,
            WebhookReceivers webhooks,
            AtomicBoolean rendererDown,
            Path saved) {
        this.host = host;
        this.releases = releases;
        this.database = database;
        this.webhooks = webhooks;
        this.rendererDown = rendererDown;
        this.saved = saved;
    }

    @Override
    public List<VisionForgeFault> known() {
        return List.of(VisionForgeFault.values());
    }

    /** Returns the faults present now, without those that a runbook has repaired. */
    @Override
    public synchronized Set<VisionForgeFault> present() {
        present.removeIf(this::repaired);
        return present.isEmpty() ? EnumSet.noneOf(VisionForgeFault.class) : EnumSet.copyOf(present);
    }

    private boolean repaired(VisionForgeFault fault) {
        return switch (fault) {
            case DB_DOWN -> server().running();
            case CORRUPT_DATA, CORRUPT_TABLE -> succeeds("src/migration/data-validator.js");
            case BAD_MIGRATION -> succeeds("src/migration/migration-check.js");
            case BAD_RELEASE, SLOW_RELEASE -> !releases.deployed().startsWith("v2");
            case BAD_CONFIGURATION -> !misconfigured();
            case CRASHED -> host.application().isPresent();
            case BACKUPS_LOST, BACKUP_TRUNCATED, RENDERER_DOWN, WEBHOOKS_DOWN -> false;
        };
    }

    private boolean succeeds(String program) {
        try {
            return host.node(program);
        } catch (EngineException databaseDown) {
            return false;
        }
    }

    private boolean misconfigured() {
        try {
            return Files.readString(host.checkout().resolve(".env")).contains(WRONG_DATABASE);
        } catch (IOException missing) {
            return true;
        }
    }

    /** Adds a fault; returns a line that describes the result. */
    @Override
    public synchronized String add(VisionForgeFault fault) throws IOException, SQLException {
        String result = fault.what();
        switch (fault) {
            case DB_DOWN -> server().stop("immediate");
            case BACKUPS_LOST -> loseBackups();
            case BACKUP_TRUNCATED -> result = truncate(newestFullBackup());
            case CORRUPT_DATA -> result = damage(database::corruptData);
            case CORRUPT_TABLE -> result = damage(database::corruptTable);
            case BAD_MIGRATION -> result = damage(database::badMigration);
            case BAD_RELEASE -> release(true, 0);
            case SLOW_RELEASE -> release(false, SLOW_MILLIS);
            case BAD_CONFIGURATION -> {
                host.run("sed -i 's|/visionforge$|" + WRONG_DATABASE + "|' .env");
                restart();
            }
            case RENDERER_DOWN -> rendererDown.set(true);
            case CRASHED -> host.killApplication();
            case WEBHOOKS_DOWN -> webhooks.refuse(true);
        }
        present.add(fault);
        return result;
    }

    /** Removes a fault, whatever its current state. */
    @Override
    public synchronized String remove(VisionForgeFault fault) throws IOException {
        switch (fault) {
            case DB_DOWN -> {
                if (!server().running()) {
                    server().start();
                }
            }
            case BACKUPS_LOST -> returnBackups();
            case BACKUP_TRUNCATED -> restoreTruncated();
            case CORRUPT_DATA, CORRUPT_TABLE, BAD_MIGRATION -> undamage(fault);
            case BAD_RELEASE, SLOW_RELEASE -> {
                releases.deployGood();
                restart();
            }
            case BAD_CONFIGURATION -> {
                host.run("cp .env.backup .env");
                restart();
            }
            case RENDERER_DOWN -> rendererDown.set(false);
            case CRASHED -> {
                if (host.application().isEmpty()) {
                    host.startApplication();
                }
            }
            case WEBHOOKS_DOWN -> webhooks.refuse(false);
        }
        present.remove(fault);
        return "mended";
    }

    private PostgresServer server() {
        return database.server();
    }

    /** Deploys a new release, replacing an earlier bad one. */
    private void release(boolean fails, int delayMillis) throws IOException {
        present.removeAll(EnumSet.of(VisionForgeFault.BAD_RELEASE, VisionForgeFault.SLOW_RELEASE));
        releases.deploy(fails, delayMillis);
        restart();
    }

    private void restart() {
        host.killApplication();
        host.startApplication();
    }

    @FunctionalInterface
    private interface Damage {
        String apply() throws SQLException;
    }

    /** Keeps a backup of the undamaged database outside the host, for the repair. */
    private String damage(Damage damage) throws IOException, SQLException {
        boolean undamaged = present.stream()
                .noneMatch(fault -> EnumSet.range(VisionForgeFault.CORRUPT_DATA, VisionForgeFault.BAD_MIGRATION)
                        .contains(fault));
        if (undamaged) {
            host.node("src/migration/backup.js", "create", "undamaged.sql");
            Files.move(host.backups().resolve("undamaged.sql"), undamaged(), StandardCopyOption.REPLACE_EXISTING);
        }
        return damage.apply();
    }

    private void undamage(VisionForgeFault fault) throws IOException {
        if (!repaired(fault)) {
            Path file = host.backups().resolve("undamaged.sql");
            Files.copy(undamaged(), file, StandardCopyOption.REPLACE_EXISTING);
            try {
                host.node("src/migration/backup.js", "restore", "undamaged.sql");
            } finally {
                Files.delete(file);
            }
        }
    }

    private Path undamaged() {
        return saved.resolve("undamaged.sql");
    }

    private Path lost() {
        return saved.resolve("backups");
    }

    private void loseBackups() throws IOException {
        if (!Files.exists(lost())) {
            Files.move(host.backups(), lost(), StandardCopyOption.ATOMIC_MOVE);
            Files.createDirectory(host.backups());
        }
    }

    /** Puts the lost backups beside those that were taken meanwhile. */
    private void returnBackups() throws IOException {
        if (!Files.exists(lost())) {
            return;
        }
        try (Stream<Path> files = Files.list(lost())) {
            for (Path file : files.toList()) {
                Files.move(file, host.backups().resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.delete(lost());
    }

    private Path newestFullBackup() throws IOException {
        try (Stream<Path> files = Files.list(host.backups())) {
            return files.filter(file -> file.getFileName().toString().startsWith("full-backup-"))
                    .max(Comparator.naturalOrder())
                    .orElseThrow(() -> new IOException("there is no full backup to cut off"));
        }
    }

    private String truncate(Path file) throws IOException {
        FileTime modified = Files.getLastModifiedTime(file);
        Files.copy(file, saved.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(whole, whole.length / 2));
        Files.setLastModifiedTime(file, modified);
        return file.getFileName() + " ends after " + whole.length / 2 + " of " + whole.length + " bytes";
    }

    private void restoreTruncated() throws IOException {
        try (Stream<Path> files = Files.list(saved)) {
            for (Path file : files.filter(path -> path.getFileName().toString().startsWith("full-backup-"))
                    .toList()) {
                Path backup = host.backups().resolve(file.getFileName());
                FileTime modified = Files.getLastModifiedTime(backup);
                Files.copy(file, backup, StandardCopyOption.REPLACE_EXISTING);
                Files.setLastModifiedTime(backup, modified);
                Files.delete(file);
            }
        }
    }
}
