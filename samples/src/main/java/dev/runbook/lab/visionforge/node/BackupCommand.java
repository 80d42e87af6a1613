package dev.runbook.lab.visionforge.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** {@code node src/migration/backup.js}: lists, takes and restores backups in the checkout's folder {@code backups}. */
final class BackupCommand {
    private static final String USAGE = """
            Usage: node src/migration/backup.js list
                   node src/migration/backup.js create FILE [--schema]
                   node src/migration/backup.js restore FILE [--table TABLE]""";

    private BackupCommand() {}

    static int run(List<String> arguments, Node.Context context) throws IOException, SQLException {
        Path folder = Files.createDirectories(context.folder().resolve("backups"));
        String verb = arguments.isEmpty() ? "" : arguments.get(0);
        List<String> rest = arguments.isEmpty() ? List.of() : arguments.subList(1, arguments.size());
        if (verb.equals("list") && rest.isEmpty()) {
            list(folder, context);
            return 0;
        }
        if (verb.equals("create")
                && isFile(rest)
                && (rest.size() == 1 || rest.equals(List.of(rest.get(0), "--schema")))) {
            create(folder.resolve(name(rest)), rest.size() == 2, context);
            return 0;
        }
        if (verb.equals("restore")
                && isFile(rest)
                && (rest.size() == 1 || (rest.size() == 3 && rest.get(1).equals("--table")))) {
            restore(folder.resolve(name(rest)), rest, context);
            return 0;
        }
        context.err().println(USAGE);
        return Node.USAGE;
    }

    /** Returns whether the first word is the name of a backup: the plan gives it with or without its folder. */
    private static boolean isFile(List<String> rest) {
        return !rest.isEmpty() && rest.get(0).endsWith(".sql");
    }

    private static Path name(List<String> rest) {
        return Path.of(rest.get(0)).getFileName();
    }

    /** Prints the backups, the newest first: name, kind, bytes, and whether it is whole. */
    private static void list(Path folder, Node.Context context) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".sql")
                            && !path.getFileName().toString().startsWith("."))
                    .sorted(Comparator.comparing(BackupCommand::modified).reversed())
                    .toList()) {
                context.out()
                        .printf("%-52s %-7s %9d %s%n", file.getFileName(), kind(file), Files.size(file), state(file));
            }
        }
    }

    private static String kind(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.anyMatch(line -> line.startsWith("COPY ")) ? "full" : "schema";
        }
    }

    private static String state(Path file) {
        try {
            Dump.read(file);
            return "whole";
        } catch (IOException notWhole) {
            return "not whole";
        }
    }

    private static java.nio.file.attribute.FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException gone) {
            return java.nio.file.attribute.FileTime.fromMillis(0);
        }
    }

    private static void create(Path file, boolean schemaOnly, Node.Context context) throws IOException, SQLException {
        try (Connection connection = context.database().open()) {
            Backup backup = new Backup(connection);
            Dump dump = schemaOnly ? backup.schema() : backup.full();
            dump.write(file);
            context.out()
                    .println("created " + file.getFileName() + ": "
                            + dump.rows().size() + " tables, "
                            + dump.rows().stream().mapToLong(Dump.Rows::count).sum() + " rows");
        }
    }

    private static void restore(Path file, List<String> words, Node.Context context) throws IOException, SQLException {
        Dump dump = Dump.read(file); // before anything is changed
        try (Connection connection = context.database().open()) {
            Backup backup = new Backup(connection);
            if (words.size() == 3) {
                long rows = backup.restoreTable(dump, words.get(2));
                context.out()
                        .println("restored table " + words.get(2) + " from " + file.getFileName() + ": " + rows
                                + " rows");
            } else if (dump.full()) {
                context.out().println("restored " + file.getFileName() + ": " + backup.restoreFull(dump) + " rows");
            } else {
                context.out()
                        .println("restored schema " + file.getFileName() + ": " + backup.restoreSchema(dump)
                                + " rows kept");
            }
        }
    }
}
