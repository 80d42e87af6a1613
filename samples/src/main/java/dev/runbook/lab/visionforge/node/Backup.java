package dev.runbook.lab.visionforge.node;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** Takes backups of VisionForge's database and restores them, each in one transaction: all of it, or nothing. */
record Backup(Connection connection) {
    /** The schema that holds the tables while the schema is replaced. */
    private static final String SET_ASIDE = "before_restore";

    Dump full() throws SQLException, IOException {
        return take(true);
    }

    Dump schema() throws SQLException, IOException {
        return take(false);
    }

    private Dump take(boolean withRows) throws SQLException, IOException {
        connection.setAutoCommit(false);
        DatabaseAccess.execute(connection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
        SchemaReader schema = new SchemaReader(connection);
        List<Dump.Section> sections = new ArrayList<>();
        schema.createTables().forEach(sql -> sections.add(new Dump.Statement(sql)));
        if (withRows) {
            for (String table : schema.tables()) {
                sections.add(rows(table, schema.columns(table)));
            }
        }
        schema.complete().forEach(sql -> sections.add(new Dump.Statement(sql)));
        connection.rollback();
        return new Dump(sections);
    }

    private Dump.Rows rows(String table, String columns) throws SQLException, IOException {
        ByteArrayOutputStream rows = new ByteArrayOutputStream();
        copies().copyOut("COPY public." + table + " (" + columns + ") TO STDOUT", rows);
        return new Dump.Rows(table, columns, rows.toString(StandardCharsets.UTF_8));
    }

    /** Replaces everything in the schema; returns the number of rows. */
    long restoreFull(Dump dump) throws SQLException, IOException {
        connection.setAutoCommit(false);
        dropAll();
        long rows = 0;
        for (Dump.Section section : dump.sections()) {
            if (section instanceof Dump.Rows table) {
                rows += copies().copyIn(table.copy(), new StringReader(table.rows()));
            } else if (section instanceof Dump.Statement statement) {
                DatabaseAccess.execute(connection, statement.sql());
            }
        }
        connection.commit();
        return rows;
    }

    /**
     * Creates the schema of the backup again and keeps the rows: of each table, the columns that both schemas have.
     * Returns the number of rows kept.
     */
    long restoreSchema(Dump dump) throws SQLException {
        SchemaReader schema = new SchemaReader(connection);
        connection.setAutoCommit(false);
        Map<String, String> before = new TreeMap<>();
        for (String table : schema.tables()) {
            before.put(table, schema.columns(table));
        }
        DatabaseAccess.execute(connection, "CREATE SCHEMA " + SET_ASIDE);
        for (String table : before.keySet()) {
            DatabaseAccess.execute(connection, "ALTER TABLE public." + table + " SET SCHEMA " + SET_ASIDE);
        }
        dropAll();
        long rows = 0;
        boolean filled = false;
        for (Dump.Statement statement : dump.statements()) {
            // The rows come between the tables and their constraints.
            if (!filled && !statement.sql().startsWith("CREATE TABLE")) {
                rows = fill(schema, before);
                filled = true;
            }
            DatabaseAccess.execute(connection, statement.sql());
        }
        DatabaseAccess.execute(connection, "DROP SCHEMA " + SET_ASIDE + " CASCADE");
        connection.commit();
        return rows;
    }

    private long fill(SchemaReader schema, Map<String, String> before) throws SQLException {
        long rows = 0;
        for (String table : schema.tables()) {
            List<String> columns = List.of(schema.columns(table).split(", "));
            String shared = Arrays.stream(before.getOrDefault(table, "").split(", "))
                    .filter(columns::contains)
                    .collect(Collectors.joining(", "));
            if (!shared.isEmpty()) {
                rows += DatabaseAccess.update(
                        connection,
                        "INSERT INTO public." + table + " (" + shared + ") SELECT " + shared + " FROM " + SET_ASIDE
                                + "." + table);
            }
        }
        return rows;
    }

    /**
     * Gives one table the rows of a full backup. Foreign keys hold throughout: rows that others refer to are changed in
     * place.
     */
    long restoreTable(Dump dump, String table) throws SQLException, IOException {
        Dump.Rows rows = dump.rows().stream()
                .filter(candidate -> candidate.table().equals(table))
                .findFirst()
                .orElseThrow(() -> new IOException("the backup has no rows of a table '" + table + "'; it has: "
                        + dump.rows().stream().map(Dump.Rows::table).collect(Collectors.joining(", "))));
        connection.setAutoCommit(false);
        DatabaseAccess.execute(connection, "CREATE TEMPORARY TABLE staged (LIKE public." + table + ") ON COMMIT DROP");
        copies().copyIn("COPY staged (" + rows.columns() + ") FROM stdin", new StringReader(rows.rows()));
        String key = String.join(", ", primaryKey(table));
        String assignments = Arrays.stream(rows.columns().split(", "))
                .map(column -> column + " = excluded." + column)
                .collect(Collectors.joining(", "));
        DatabaseAccess.execute(
                connection,
                "DELETE FROM public." + table + " WHERE (" + key + ") NOT IN (SELECT " + key + " FROM staged)");
        DatabaseAccess.execute(
                connection,
                "INSERT INTO public." + table + " (" + rows.columns() + ") SELECT " + rows.columns()
                        + " FROM staged ON CONFLICT (" + key + ") DO UPDATE SET " + assignments);
        connection.commit();
        return rows.count();
    }

    private List<String> primaryKey(String table) throws SQLException {
        return DatabaseAccess.texts(
                connection,
                "SELECT quote_ident(a.attname) FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid"
                        + " AND a.attnum = ANY (i.indkey) WHERE i.indisprimary AND i.indrelid = 'public." + table
                        + "'::regclass");
    }

    private void dropAll() throws SQLException {
        for (String drop : DatabaseAccess.texts(connection, """
                SELECT format('DROP TABLE public.%I CASCADE', relname) FROM pg_class
                WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
                UNION ALL
                SELECT format('DROP FUNCTION IF EXISTS public.%I(%s)', proname, pg_get_function_identity_arguments(oid)) FROM pg_proc
                WHERE pronamespace = 'public'::regnamespace""")) {
            DatabaseAccess.execute(connection, drop);
        }
    }

    private CopyManager copies() throws SQLException {
        return connection.unwrap(PGConnection.class).getCopyAPI();
    }
}
