package dev.runbook.action.sql;

import dev.runbook.action.Output;
import dev.runbook.action.sql.database.Cell;
import dev.runbook.action.sql.database.Dialect;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.StringJoiner;

/**
 * The result sets and update counts of a script: all are streamed to the output, the last of each is kept for
 * conditions. Of a result set that exceeds the limit, only the number of rows and the first row are kept.
 */
final class SqlResults {
    private static final int SHOWN_CELL = 200;

    private final Output output;
    private final Dialect dialect;
    private final ZoneId zone;
    private final int keptBytes;
    private Optional<KeptRows> rows = Optional.empty();
    private OptionalLong updateCount = OptionalLong.empty();
    private int answers;

    /**
     * @param zone the zone of the database's times that have none
     * @param keptBytes the limit of the rows, as {@link KeptRows} estimates it
     */
    SqlResults(Output output, Dialect dialect, Optional<ZoneId> zone, int keptBytes) {
        this.output = output;
        this.dialect = dialect;
        this.zone = zone.orElse(ZoneOffset.UTC);
        this.keptBytes = keptBytes;
    }

    void read(ResultSet set) throws SQLException {
        answers++;
        ResultSetMetaData columns = set.getMetaData();
        List<String> names = names(columns);
        print(String.join(" | ", names));
        KeptRows kept = new KeptRows(keptBytes);
        while (set.next()) {
            Map<String, Object> row = new LinkedHashMap<>();
            StringJoiner line = new StringJoiner(" | ");
            for (int i = 1; i <= names.size(); i++) {
                Object value = Cell.plain(dialect.read(set, i, columns.getColumnTypeName(i)), dialect, zone, keptBytes);
                row.put(names.get(i - 1), value);
                line.add(shown(value));
            }
            kept.add(Collections.unmodifiableMap(row));
            print(line.toString());
        }
        rows = Optional.of(kept);
        output.note("(" + kept.count() + (kept.count() == 1 ? " row" : " rows") + ")");
    }

    void updated(long count) {
        answers++;
        updateCount = OptionalLong.of(count);
        output.note("(" + count + (count == 1 ? " row changed)" : " rows changed)"));
    }

    /** Returns the number of result sets and counts. */
    int answers() {
        return answers;
    }

    /** Adds the results that arrived; adds nothing for missing ones, such as the rows of an update. */
    void putInto(Map<String, Object> values) {
        rows.ifPresent(kept -> {
            values.put("rows", kept.value());
            values.put("rowCount", kept.count());
            values.put("row", kept.first().orElse(Map.of()));
            kept.first()
                    .ifPresent(
                            row -> values.put("value", row.values().iterator().next()));
        });
        updateCount.ifPresent(count -> values.put("updateCount", count));
    }

    /** Returns column labels; duplicates are made distinct. */
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
