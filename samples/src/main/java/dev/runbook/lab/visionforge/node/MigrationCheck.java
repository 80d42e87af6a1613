package dev.runbook.lab.visionforge.node;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * {@code npm run migration:check}: compares the schema with the one that the checkout expects, in
 * {@code src/migration/expected-schema.txt}.
 */
public final class MigrationCheck {
    private static final String FILE = "src/migration/expected-schema.txt";
    /** Selects the schema, a row for each column, index, function and constraint. */
    public static final String SCHEMA = """
            SELECT format('column %s.%s %s%s', table_name, column_name, data_type,
                          CASE WHEN is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO'
                               THEN ' required' ELSE '' END)
            FROM information_schema.columns WHERE table_schema = 'public'
            UNION ALL SELECT 'index ' || indexname FROM pg_indexes WHERE schemaname = 'public'
            UNION ALL SELECT 'function ' || proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
            UNION ALL SELECT 'constraint ' || conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace
            ORDER BY 1""";

    private MigrationCheck() {}

    /** Returns the schema, a line for each column, index, function and constraint. */
    public static List<String> schema(Connection connection) throws SQLException {
        return DatabaseAccess.texts(connection, SCHEMA);
    }

    static int run(Node.Context context) throws SQLException, IOException {
        Set<String> expected = new TreeSet<>(Files.readAllLines(context.folder().resolve(FILE)));
        Set<String> present;
        try (Connection connection = context.database().open()) {
            present = new TreeSet<>(schema(connection));
        }
        Set<String> missing = new TreeSet<>(expected);
        missing.removeAll(present);
        present.removeAll(expected);
        missing.forEach(line -> context.out().println("missing     " + line));
        present.forEach(line -> context.out().println("unexpected  " + line));
        boolean ready = missing.isEmpty() && present.isEmpty();
        context.out().println(ready ? "ready: the schema is as expected" : "not ready");
        return ready ? 0 : 1;
    }
}
