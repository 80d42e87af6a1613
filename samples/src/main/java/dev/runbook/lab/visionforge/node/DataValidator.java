package dev.runbook.lab.visionforge.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code node src/migration/data-validator.js}: checks the data, one line for each check, and exits with 1 when one
 * failed.
 */
final class DataValidator {
    /** Queries that count violations. */
    private static final Map<String, String> CHECKS = checks();

    private DataValidator() {}

    private static Map<String, String> checks() {
        Map<String, String> checks = new LinkedHashMap<>();
        checks.put(
                "addresses of users are valid", "SELECT count(*) FROM users WHERE email !~ '^[^@ ]+@[^@ ]+\\.[a-z]+$'");
        checks.put("every user has the credits of its transactions", """
                SELECT count(*) FROM users u WHERE u.credits <>
                    (SELECT coalesce(sum(t.amount), 0) FROM transactions t WHERE t.user_id = u.id)""");
        checks.put("the audit log and the transactions agree", """
                SELECT count(*) FROM transactions t
                FULL JOIN (SELECT entity_id FROM audit_log WHERE entity = 'transaction') a ON a.entity_id = t.id
                WHERE t.id IS NULL OR a.entity_id IS NULL""");
        checks.put("every project has a name", "SELECT count(*) FROM projects WHERE name = ''");
        checks.put("the required settings are there", """
                SELECT count(*) FROM unnest(ARRAY['locale', 'retention', 'render.quality']) AS required(key)
                WHERE NOT EXISTS (SELECT FROM settings s WHERE s.key = required.key)""");
        checks.put(
                "foreign keys are valid",
                "SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND NOT convalidated");
        return checks;
    }

    static int run(Node.Context context) throws SQLException, IOException {
        boolean failed = false;
        try (Connection connection = context.database().open()) {
            for (Map.Entry<String, String> check : CHECKS.entrySet()) {
                failed |= report(context, check.getKey(), violations(connection, check.getValue()));
            }
            failed |= report(context, "every upload is on disk", missingUploads(connection, context.folder()));
        }
        return failed ? 1 : 0;
    }

    /** Returns the number of violations; a query that the schema does not support is one. */
    private static long violations(Connection connection, String query) {
        try {
            return DatabaseAccess.number(connection, query);
        } catch (SQLException notSupported) {
            return 1;
        }
    }

    private static long missingUploads(Connection connection, Path folder) throws SQLException, IOException {
        long missing = 0;
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT path, bytes FROM uploads")) {
            while (rows.next()) {
                Path file = folder.resolve(rows.getString(1));
                if (!Files.isRegularFile(file) || Files.size(file) != rows.getLong(2)) {
                    missing++;
                }
            }
        }
        return missing;
    }

    private static boolean report(Node.Context context, String check, long violations) {
        context.out().println(violations == 0 ? "ok    " + check : "FAIL  " + check + ": " + violations + " do not");
        return violations > 0;
    }
}
