package dev.runbook.lab.visionforge;

import dev.runbook.lab.Snapshot;
import dev.runbook.lab.visionforge.node.MigrationCheck;
import java.util.Map;

/**
 * Takes the snapshot of VisionForge: rows and schema, the release, settings, backups and uploads, and the processes.
 */
record VisionForgeSnapshot(AppHost host, Releases releases, VisionForgeDatabase database) {
    private static final Map<String, String> ROWS = Map.of(
            "users", "SELECT * FROM users ORDER BY id",
            "projects", "SELECT id, owner_id, name, created_at FROM projects WHERE id <= 300 ORDER BY id",
            "transactions", "SELECT * FROM transactions ORDER BY id",
            "settings", "SELECT * FROM settings ORDER BY id",
            "uploads", "SELECT * FROM uploads ORDER BY id",
            "audit_log", "SELECT * FROM audit_log ORDER BY id",
            "schema", MigrationCheck.SCHEMA);

    Snapshot take() {
        return new Snapshot()
                .rows(database::connect, ROWS)
                .put("release/app1", releases.deployed())
                .file("app1/.env", host.checkout().resolve(".env"))
                .files("app1/uploads", host.checkout().resolve("uploads"), file -> true)
                .files("app1/backups", host.backups(), file -> true)
                .process("application", host.application().isPresent())
                .process("postgresql", database.server().running());
    }
}
