package dev.runbook.action.copy;

import dev.runbook.action.sql.script.SqlIdentifier;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A table of one side.
 *
 * @param name quoted for its database
 * @param written the name as the author wrote it
 */
record CopyTable(CopySide side, String name, String written, List<Column> columns) {

    /** @throws CopyFailure when the table does not exist, or may not be read */
    static CopyTable of(CopySide side, SqlIdentifier table) {
        String name = side.quoted(table);
        List<Column> columns = new ArrayList<>();
        PreparedStatement none = side.prepare("select * from " + name + " where 1 = 0");
        side.call(none, () -> {
            try (none;
                    ResultSet nothing = none.executeQuery()) {
                ResultSetMetaData metadata = nothing.getMetaData();
                for (int i = 1; i <= metadata.getColumnCount(); i++) {
                    columns.add(side.tables()
                            .column(
                                    metadata.getColumnName(i),
                                    metadata.getColumnTypeName(i),
                                    metadata.getPrecision(i),
                                    metadata.getScale(i),
                                    metadata.isAutoIncrement(i)));
                }
            }
        });
        Set<String> computed = computed(side, side.tables().computedColumns(table, name));
        return new CopyTable(
                side,
                name,
                table.toString(),
                columns.stream()
                        .map(column -> computed.contains(column.name()) ? column.asComputed() : column)
                        .toList());
    }

    private static Set<String> computed(CopySide side, TableDialect.ComputedColumns computed) {
        Set<String> names = new HashSet<>();
        PreparedStatement query = side.prepare(computed.query());
        side.call(query, () -> {
            try (query) {
                query.setString(1, computed.table());
                try (ResultSet answer = query.executeQuery()) {
                    while (answer.next()) {
                        names.add(answer.getString(1));
                    }
                }
            }
        });
        return names;
    }

    /** Returns a column by its name, or the only one that differs from it in case alone. */
    Optional<Column> column(String wanted) {
        Optional<Column> exact =
                columns.stream().filter(one -> one.name().equals(wanted)).findFirst();
        if (exact.isPresent()) {
            return exact;
        }
        List<Column> near = columns.stream()
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(wanted.toLowerCase(Locale.ROOT)))
                .toList();
        return near.size() == 1 ? Optional.of(near.get(0)) : Optional.empty();
    }

    String quoted(Column column) {
        return side.dialect().identifier(column.name());
    }

    String place(Column column) {
        return side.tables().place(column);
    }

    /** Describes the table for messages: {@code table 'orders' of 'legacy'}. */
    String who() {
        return "table '" + written + "' of '" + side.database() + "'";
    }
}
