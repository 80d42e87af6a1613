package dev.runbook.lab.supabase;

/** The parts of the estate that can be broken. */
record SupabaseParts(
        AppDatabase supabase,
        AppDatabase target,
        StoredFiles supabaseFiles,
        StoredFiles targetFiles,
        Behaviour supabaseBehaviour,
        Behaviour targetBehaviour,
        Routes routes,
        NameServer names,
        SyncJob sync,
        MigrationApi migration,
        BackupJob backups,
        ConnectionHog connections) {}
