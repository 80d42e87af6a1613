package dev.runbook.lab.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * {@code pg_basebackup} for the lab's database host, whose server programs do not include the client programs. Supports
 * the options a runbook needs ({@code -D -c -X -l -h -p -U}); the WAL comes from the archive, whatever {@code -X} says.
 */
public final class BaseBackupCommand {
    private static final Map<String, String> LONG_OPTIONS = Map.of(
            "--pgdata", "-D",
            "--checkpoint", "-c",
            "--wal-method", "-X",
            "--label", "-l",
            "--host", "-h",
            "--port", "-p",
            "--username", "-U",
            "--progress", "-P",
            "--verbose", "-v",
            "--no-password", "-w");

    private static final Set<String> FLAGS = Set.of("-P", "-v", "-w");

    private BaseBackupCommand() {}

    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.getenv()));
    }

    private static int run(List<String> arguments, Map<String, String> variables) {
        try {
            Map<String, String> options = options(arguments);
            String folder = options.get("-D");
            if (folder == null) {
                throw new IllegalArgumentException("no target directory specified");
            }
            Path into = Path.of(folder).toAbsolutePath();
            requireEmpty(into);
            try (Connection connection = connect(options, variables)) {
                BaseBackup.take(connection, options.getOrDefault("-l", "pg_basebackup base backup"), into);
            }
            return 0;
        } catch (IllegalArgumentException | SQLException | IOException failure) {
            System.err.println("pg_basebackup: error: " + failure.getMessage());
            return 1;
        }
    }

    private static Map<String, String> options(List<String> arguments) {
        Map<String, String> options = new TreeMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            String[] parts = arguments.get(i).split("=", 2);
            String option = LONG_OPTIONS.getOrDefault(parts[0], parts[0]);
            if (FLAGS.contains(option)) {
                options.put(option, "");
            } else if (!LONG_OPTIONS.containsValue(option)) {
                throw new IllegalArgumentException("unrecognized option: " + arguments.get(i));
            } else if (parts.length == 2) {
                options.put(option, parts[1]);
            } else if (i + 1 < arguments.size()) {
                options.put(option, arguments.get(++i));
            } else {
                throw new IllegalArgumentException("option requires an argument: " + option);
            }
        }
        return options;
    }

    private static void requireEmpty(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> inside = Files.list(folder)) {
                if (inside.findAny().isPresent()) {
                    throw new IllegalArgumentException("directory \"" + folder + "\" exists but is not empty");
                }
            }
        }
    }

    /** Connects with libpq's variables; the driver itself finds the password through PGPASSFILE. */
    private static Connection connect(Map<String, String> options, Map<String, String> variables) throws SQLException {
        String host = options.getOrDefault("-h", variables.getOrDefault("PGHOST", "127.0.0.1"));
        String port = options.getOrDefault("-p", variables.getOrDefault("PGPORT", "5432"));
        Properties properties = new Properties();
        properties.setProperty("user", options.getOrDefault("-U", variables.getOrDefault("PGUSER", "postgres")));
        return DriverManager.getConnection("jdbc:postgresql://" + host + ":" + port + "/postgres", properties);
    }
}
