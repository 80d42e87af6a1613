package dev.runbook.action.sql;

import dev.runbook.action.Output;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** The result sets and update counts of a script: all stream to the output, the last of each is kept for conditions. */
final class SqlResults {
    /** Rows that conditions and handles see at most. */
    static final int KEPT_ROWS = 1_000;

    private static final int KEPT_CHARACTERS = 4 * 1024 * 1024;
    private static final int SHOWN_CELL = 200;

    private final Output output;
    private final Dialect dialect;
    private List<Map<String, Object>> rows = List.of();
    private long rowCount;
    private long updateCount = -1;

    SqlResults(Output output, Dialect dialect) {
        this.output = output;
        this.dialect = dialect;
    }

    void read(ResultSet set) throws SQLException {
        ResultSetMetaData columns = set.getMetaData();
        List<String> names = names(columns);
        print(String.join(" | ", names));
        List<Map<String, Object>> kept = new ArrayList<>();
        long count = 0;
        long characters = 0;
        while (set.next()) {
            Map<String, Object> row = new LinkedHashMap<>();
            StringJoiner line = new StringJoiner(" | ");
            for (int i = 1; i <= names.size(); i++) {
                Object value = Cell.plain(dialect.read(set, i, columns.getColumnTypeName(i)), dialect);
                row.put(names.get(i - 1), value);
                characters += value instanceof String text && kept.size() < KEPT_ROWS ? text.length() : 0;
                line.add(shown(value));
            }
            count++;
            if (kept.size() < KEPT_ROWS && characters < KEPT_CHARACTERS) {
                kept.add(Collections.unmodifiableMap(row));
            }
            print(line.toString());
        }
        rows = Collections.unmodifiableList(kept);
        rowCount = count;
        output.note("(" + count + (count == 1 ? " row" : " rows")
                + (count > kept.size() ? ", conditions see the first " + kept.size() : "") + ")");
    }

    void updated(long count) {
        updateCount = count;
        output.note("(" + count + (count == 1 ? " row changed)" : " rows changed)"));
    }

    void putInto(Map<String, Object> values) {
        values.put("rows", rows);
        values.put("rowCount", rowCount);
        values.put("row", rows.isEmpty() ? Map.of() : rows.get(0));
        if (!rows.isEmpty()) {
            values.put("value", rows.get(0).values().iterator().next());
        }
        values.put("updateCount", Math.max(0, updateCount));
    }

    /** By their labels; two of the same name stay apart. */
    private static List<String> names(ResultSetMetaData columns) throws SQLException {
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            String label = columns.getColumnLabel(i);
            String name = label == null || label.isEmpty() ? "column" + i : label;
            names.add(names.contains(name) ? name + "_" + i : name);
        }
        return names;
    }

    private static String shown(Object value) {
        String text = String.valueOf(value);
        return text.length() > SHOWN_CELL ? text.substring(0, SHOWN_CELL) + "…" : text;
    }

    private void print(String line) {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        output.write("", Output.Stream.OUT, bytes, 0, bytes.length);
    }
}
