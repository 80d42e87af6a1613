package dev.runbook.lab.supabase;

import dev.runbook.lab.Snapshot;
import dev.runbook.lab.postgres.Logins;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Takes the snapshot of the Supabase migration: rows and files of both sides, the balancer's weights, DNS records, the
 * state of the migration. Rows and files of the beginning are compared, not those that customers add; the rows of the
 * beginning are older than the lab.
 */
record SupabaseSnapshot(SupabaseParts parts) {
    private static final List<String> TABLES = List.of("auth.users", "documents", "ai_queries", "storage.objects");

    Snapshot take() {
        Snapshot snapshot = new Snapshot();
        side(snapshot, Side.SUPABASE, parts.supabase(), parts.supabaseFiles());
        side(snapshot, Side.TARGET, parts.target(), parts.targetFiles());
        for (Area area : Area.values()) {
            var rule = parts.routes().rule(area);
            snapshot.put(
                    "weights/" + area.word(),
                    "supabase " + rule.at("/supabase/weight").asInt() + ", target "
                            + rule.at("/target/weight").asInt());
        }
        for (String name : List.of(NameServer.API, NameServer.AUTH)) {
            snapshot.put("dns/" + name, parts.names().record(name));
        }
        return snapshot.put("migration/jobs", parts.sync().paused() ? "paused" : "run")
                .put(
                        "migration/configuration",
                        parts.migration().configuration().toString())
                .rows(
                        () -> parts.supabase().server().connect(SyncJob.MIGRATION, Logins.ADMINISTRATOR),
                        Map.of("migration/functions", "SELECT * FROM migrated_functions ORDER BY name"));
    }

    private static void side(Snapshot snapshot, Side side, AppDatabase database, StoredFiles files) {
        Map<String, String> queries = new TreeMap<>();
        TABLES.forEach(table -> queries.put(
                side.word() + "/" + table,
                "SELECT * FROM " + table + " WHERE updated_at < timestamptz '2026-02-01' ORDER BY id"));
        snapshot.rows(() -> database.server().connect(AppDatabase.DATABASE, Logins.ADMINISTRATOR), queries)
                .process("postgresql-" + side.word(), database.server().running())
                .put("writes/" + side.word(), database.writesPaused() ? "paused" : "open")
                .files(side.word() + "/storage", files.folder(), file -> StoredFiles.ofTheBeginning(file.toString()));
    }
}
