-- The state of the migration.

-- Which tables are carried, parents before children, up to when both sides are equal, and how many rows the last rollback carried back.
CREATE TABLE migration_tables (
    name              text PRIMARY KEY,
    foreign_key_order integer     NOT NULL,
    active            boolean     NOT NULL DEFAULT true,
    last_sync         timestamptz NOT NULL DEFAULT clock_timestamp(),
    carried_back      bigint      NOT NULL DEFAULT 0
);

INSERT INTO migration_tables (name, foreign_key_order)
VALUES ('auth.users', 1), ('auth.sessions', 2), ('documents', 3), ('ai_queries', 4), ('storage.objects', 5);

CREATE TABLE migrated_functions (
    name  text PRIMARY KEY,
    state text NOT NULL CHECK (state IN ('supabase', 'target'))
);

INSERT INTO migrated_functions
VALUES ('ai-query', 'target'), ('document-export', 'target'), ('notify-owner', 'target'), ('usage-report', 'target'), ('invoice', 'supabase');

GRANT SELECT, UPDATE ON migration_tables, migrated_functions TO app, rollback;
