package dev.runbook.lab.sqlserver;

import dev.runbook.lab.http.Json;
import dev.runbook.lab.tds.TdsTokens;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code BACKUP} and {@code RESTORE}. Thread-safe. */
final class RestoreCommands {
    private static final Pattern BACKUP =
            Pattern.compile("(?is)^backup\\s+(database|log)\\s+(\\S+)\\s+to\\s+disk\\s*=\\s*(N?'[^']*')(.*)$");
    private static final Pattern VERIFY =
            Pattern.compile("(?is)^restore\\s+verifyonly\\s+from\\s+disk\\s*=\\s*(N?'[^']*')(.*)$");
    private static final Pattern RESTORE =
            Pattern.compile("(?is)^restore\\s+(database|log)\\s+(\\S+)\\s+from\\s+disk\\s*=\\s*(N?'[^']*')(.*)$");
    private static final Pattern STOPAT = Pattern.compile("(?is)\\bstopat\\s*=\\s*N?'([^']*)'");
    private static final int BAD_CHECKSUM = 3043;
    private static final int IN_USE = 3101;
    private static final int NOT_RESTORING = 3117;

    private final Databases databases;

    RestoreCommands(Databases databases) {
        this.databases = databases;
    }

    /** Performs the statement if it is one of these; returns whether it was. */
    boolean perform(String sql, SqlSession session) throws SQLException, InterruptedException {
        Matcher backup = BACKUP.matcher(sql);
        if (backup.matches()) {
            boolean full = backup.group(1).equalsIgnoreCase("database");
            backUp(databases.named(Tsql.name(backup.group(2))), full, file(backup.group(3)), backup.group(4));
            processed(session.tokens(), full ? "BACKUP DATABASE" : "BACKUP LOG");
            return true;
        }
        Matcher verify = VERIFY.matcher(sql);
        if (verify.matches()) {
            BackupFile.read(file(verify.group(1)));
            session.tokens().info(3262, 0, 1, "The backup set on file 1 is valid.");
            return true;
        }
        Matcher restore = RESTORE.matcher(sql);
        if (restore.matches()) {
            Database database = databases.named(Tsql.name(restore.group(2)));
            BackupFile set = BackupFile.read(file(restore.group(3)));
            boolean full = restore.group(1).equalsIgnoreCase("database");
            if (full) {
                restoreFull(database, set, restore.group(4), session);
            } else {
                restoreLog(database, set, restore.group(4));
            }
            processed(session.tokens(), full ? "RESTORE DATABASE" : "RESTORE LOG");
            return true;
        }
        return false;
    }

    private static Path file(String quoted) {
        return Path.of(Tsql.name(quoted));
    }

    private static void processed(TdsTokens tokens, String what) {
        tokens.info(3211, 0, 1, "100 percent processed.");
        tokens.info(3014, 0, 1, what + " successfully processed.");
    }

    /** Backs up a database or its log. */
    void backUp(Database database, boolean full, Path file, String options) throws SQLException, InterruptedException {
        String with = options.toLowerCase(Locale.ROOT);
        boolean stops = full && with.contains("checksum") && !with.contains("continue_after_error");
        if (stops && !database.damagedTables().isEmpty()) {
            throw new ServerException(
                    BAD_CHECKSUM, "BACKUP '" + database.name() + "' detected an error on a page: incorrect checksum.");
        }
        BackupFile backup = full ? database.fullBackup() : database.logBackup(with.contains("copy_only"));
        backUp(backup, file);
    }

    /** Writes a backup and its entry in the history. */
    void backUp(BackupFile backup, Path file) throws SQLException {
        backup.write(file);
        record(backup, file);
    }

    private void record(BackupFile backup, Path file) throws SQLException {
        LocalDateTime finished = LocalDateTime.ofInstant(backup.finished(), ZoneOffset.UTC);
        try (Connection connection = databases.named(Databases.MASTER).connect();
                PreparedStatement set = connection.prepareStatement(
                        "insert into msdb.backupset (database_name, type, backup_start_date, backup_finish_date)"
                                + " values (?, ?, ?, ?)");
                PreparedStatement family = connection.prepareStatement(
                        "insert into msdb.backupmediafamily (media_set_id, physical_device_name)"
                                + " select max(media_set_id), ? from msdb.backupset")) {
            set.setString(1, backup.database());
            set.setString(2, backup.type());
            set.setObject(3, finished);
            set.setObject(4, finished);
            set.execute();
            family.setString(1, file.toString());
            family.execute();
        }
    }

    private void restoreFull(Database database, BackupFile backup, String options, SqlSession session)
            throws SQLException, InterruptedException {
        if (databases.usedByAnother(database, session)) {
            throw new ServerException(
                    IN_USE,
                    "Exclusive access could not be obtained because the database '" + database.name() + "' is in use.");
        }
        database.restoreFull(backup);
        if (!options.toLowerCase(Locale.ROOT).contains("norecovery")) {
            recover(database, options);
        }
    }

    private static void restoreLog(Database database, BackupFile backup, String options)
            throws SQLException, InterruptedException {
        if (database.access() != Database.Access.NOBODY) {
            throw new ServerException(
                    NOT_RESTORING, "The log cannot be restored because no files are ready to rollforward.");
        }
        List<LogRecord> records = new ArrayList<>();
        for (String line : backup.content()) {
            if (!line.isBlank()) {
                try {
                    records.add(LogRecord.read(Json.read(line)));
                } catch (IOException garbage) {
                    throw new ServerException(3189, "Damage to the backup set was detected: " + garbage.getMessage());
                }
            }
        }
        Matcher stopAt = STOPAT.matcher(options);
        Optional<Instant> until = stopAt.find()
                ? Optional.of(
                        LocalDateTime.parse(stopAt.group(1).replace(' ', 'T')).toInstant(ZoneOffset.UTC))
                : Optional.empty();
        boolean reached = database.restoreLog(backup, until, records);
        // A log that ends before the time leaves the database restoring, for the next one.
        if (reached && !options.toLowerCase(Locale.ROOT).contains("norecovery")) {
            recover(database, options);
        }
    }

    private static void recover(Database database, String options) {
        boolean restricted = options.toLowerCase(Locale.ROOT).contains("restricted_user");
        database.access(restricted ? Database.Access.PRIVILEGED : Database.Access.EVERYBODY);
    }
}
