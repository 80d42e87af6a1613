package dev.runbook.lab.sdm;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.Function;

/**
 * A stand-in for SQLite's command line, where it is not installed: {@code sqlite3 [-bail] [-cmd '.timeout MS'] FILE
 * [SQL]}, with the SQL on standard input if there is none, and {@code .backup FILE}. Rows are printed with {@code |}
 * between columns. Of the functions that the command line adds to SQLite it knows {@code readfile}.
 */
public final class Sqlite3 {
    private Sqlite3() {}

    public static void main(String[] arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of(arguments));
        boolean bail = words.remove("-bail");
        int timeout = words.indexOf("-cmd");
        if (timeout >= 0) {
            // The driver waits for a locked database without being asked.
            words.subList(timeout, timeout + 2).clear();
        }
        String sql = words.size() > 1 ? words.get(1) : new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        System.exit(run(Path.of(words.get(0)), sql, bail || words.size() > 1, System.out, System.err));
    }

    /** @return the exit code: 1 when a statement failed */
    static int run(Path file, String sql, boolean bail, PrintStream out, PrintStream err) throws IOException {
        int code = 0;
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            Function.create(connection, "readfile", new ReadFile());
            for (String one : statements(sql)) {
                try {
                    execute(statement, one, out);
                } catch (SQLException failure) {
                    err.println("Error: " + failure.getMessage());
                    code = 1;
                    if (bail) {
                        break;
                    }
                }
            }
        } catch (SQLException unreadable) {
            err.println("Error: " + unreadable.getMessage());
            return 1;
        }
        return code;
    }

    private static void execute(Statement statement, String sql, PrintStream out) throws SQLException, IOException {
        if (sql.startsWith(".backup ")) {
            Path target = Path.of(sql.substring(".backup ".length()).strip());
            Files.deleteIfExists(target);
            statement.execute("vacuum into '" + target.toString().replace("'", "''") + "'");
        } else if (statement.execute(sql)) {
            print(statement.getResultSet(), out);
        }
    }

    private static void print(ResultSet rows, PrintStream out) throws SQLException {
        int columns = rows.getMetaData().getColumnCount();
        while (rows.next()) {
            List<String> values = new ArrayList<>();
            for (int column = 1; column <= columns; column++) {
                String value = rows.getString(column);
                values.add(value == null ? "" : value);
            }
            out.println(String.join("|", values));
        }
    }

    /** Splits at semicolons outside of quotes. */
    static List<String> statements(String sql) {
        List<String> statements = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int at = 0; at < sql.length(); at++) {
            if (sql.charAt(at) == '\'') {
                quoted = !quoted;
            } else if (sql.charAt(at) == ';' && !quoted) {
                statements.add(sql.substring(start, at).strip());
                start = at + 1;
            }
        }
        statements.add(sql.substring(start).strip());
        statements.removeIf(String::isEmpty);
        return statements;
    }

    /** The content of a file, as SQLite's command line returns it. */
    private static final class ReadFile extends Function {
        @Override
        protected void xFunc() throws SQLException {
            try {
                result(Files.readAllBytes(Path.of(value_text(0))));
            } catch (IOException unreadable) {
                result();
            }
        }
    }
}
