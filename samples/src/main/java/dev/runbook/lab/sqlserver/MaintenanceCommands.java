package dev.runbook.lab.sqlserver;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Statements about a whole database: its access, its consistency, its statistics and indexes. Thread-safe. */
final class MaintenanceCommands {
    private static final Pattern ACCESS =
            Pattern.compile("(?is)^alter\\s+database\\s+(\\S+)\\s+set\\s+(multi_user|restricted_user)\\b.*$");
    private static final Pattern CHECK = Pattern.compile("(?is)^dbcc\\s+checkdb\\s*\\(([^)]*)\\).*$");
    private static final Pattern STATISTICS = Pattern.compile("(?is)^exec\\s+sp_updatestats$");
    private static final Pattern INDEXES =
            Pattern.compile("(?is)^alter\\s+index\\s+all\\s+on\\s+(\\S+)\\s+rebuild\\b.*$");
    private static final Pattern INTEGRITY = Pattern.compile("(?is)^exec\\s+(dbo\\.)?sp_ValidateDataIntegrity$");
    private static final int INCONSISTENT = 8939;

    private final Databases databases;

    MaintenanceCommands(Databases databases) {
        this.databases = databases;
    }

    /** Performs the statement if it is one of these; returns whether it was. */
    boolean perform(String sql, SqlSession session) throws SQLException {
        Matcher access = ACCESS.matcher(sql);
        if (access.matches()) {
            access(databases.named(Tsql.name(access.group(1))), access.group(2));
            return true;
        }
        Matcher check = CHECK.matcher(sql);
        if (check.matches()) {
            checkPages(databases.named(Tsql.name(check.group(1))));
            return true;
        }
        if (STATISTICS.matcher(sql).matches()) {
            analyze(session.database());
            return true;
        }
        Matcher indexes = INDEXES.matcher(sql);
        if (indexes.matches()) {
            session.database().requireReadable(indexes.group(1));
            requireTable(session.database(), indexes.group(1));
            return true;
        }
        if (INTEGRITY.matcher(sql).matches()) {
            validate(session);
            return true;
        }
        return false;
    }

    private void access(Database database, String word) throws ServerException {
        if (database.access() == Database.Access.NOBODY) {
            throw new ServerException(
                    5052, "ALTER DATABASE is not permitted while a database is in the Restoring state.");
        }
        boolean everybody = word.toLowerCase(Locale.ROOT).equals("multi_user");
        database.access(everybody ? Database.Access.EVERYBODY : Database.Access.PRIVILEGED);
        if (!everybody) {
            databases.endUnprivileged(database);
        }
    }

    private static void checkPages(Database database) throws ServerException {
        for (String table : database.damagedTables()) {
            throw new ServerException(
                    INCONSISTENT,
                    "Table error: Object '" + table + "', database '" + database.name()
                            + "': test of a page header failed. CHECKDB found consistency errors.");
        }
    }

    private static void analyze(Database database) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("analyze");
        }
    }

    private static void requireTable(Database database, String table) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select 1 from " + table + " where 1 = 0")) {
            rows.next();
        }
    }

    /** Answers the procedure that each SmartStore database is expected to have: one row with its status. */
    private static void validate(SqlSession session) throws SQLException {
        long issues = 0;
        try (Connection connection = session.database().connect();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("select count(*) from dbo.DataIntegrityIssues")) {
            if (found.next()) {
                issues = found.getLong(1);
            }
        }
        session.tokens().rows(List.of("Status", "Issues"), List.of(List.of(issues == 0 ? "PASSED" : "FAILED", issues)));
    }
}
