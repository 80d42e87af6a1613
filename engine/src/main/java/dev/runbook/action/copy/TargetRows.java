package dev.runbook.action.copy;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/** Finds, inserts, updates and deletes rows of the target by key. */
final class TargetRows implements AutoCloseable {
    private final CopyMap map;
    private final int width;
    private final CopySide side;
    private final int atOnce;
    private final boolean hold;
    /** Prepared when first used, by their texts. */
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    /**
     * @param width the number of pairs to read and compare
     * @param hold whether rows that are found are locked until the transaction ends
     */
    TargetRows(CopyMap map, int width, boolean hold) {
        this.map = map;
        this.width = width;
        this.hold = hold;
        side = map.target().side();
        atOnce = Math.max(1, Math.min(CopySpec.USUAL_BATCH, side.tables().mostParameters() / map.keys()));
    }

    /** Returns the rows with these keys, by key. */
    Map<List<Object>, Object[]> find(List<CopiedRow> wanted) {
        Map<List<Object>, Object[]> found = new HashMap<>();
        for (int from = 0; from < wanted.size(); from += atOnce) {
            find(wanted.subList(from, Math.min(wanted.size(), from + atOnce)), found);
        }
        return found;
    }

    private void find(List<CopiedRow> wanted, Map<List<Object>, Object[]> found) {
        PreparedStatement find = prepared(query());
        Set<List<Object>> keys = new HashSet<>();
        wanted.forEach(row -> keys.add(row.key(map.keys())));
        side.call(find, () -> {
            for (int i = 0; i < atOnce; i++) {
                CopiedRow row = wanted.get(Math.min(i, wanted.size() - 1)); // the last again, up to the full number
                bindKey(find, i * map.keys(), row);
            }
            try (ResultSet rows = find.executeQuery()) {
                while (rows.next()) {
                    Object[] row = row(rows);
                    List<Object> key = Arrays.asList(row).subList(0, map.keys());
                    if (!keys.contains(key)) {
                        throw new CopyRefused(map.target().who() + " takes its " + map.key(row)
                                + " for another key of the source: the two databases compare texts differently");
                    }
                    if (found.put(key, row) != null) {
                        throw new CopyRefused(map.target().who() + " has several rows with " + map.key(row)
                                + ": the key is not unique");
                    }
                }
            }
        });
    }

    private Object[] row(ResultSet rows) throws SQLException {
        Object[] row = new Object[width];
        for (int i = 0; i < width; i++) {
            ColumnPair pair = map.pairs().get(i);
            row[i] = pair.carried(side.tables().read(rows, i + 1, pair.target()), pair.target());
        }
        return row;
    }

    void insert(List<CopiedRow> rows) {
        batch(insertion(), rows, this::bindAll);
    }

    void update(List<CopiedRow> rows) {
        batch(change(), rows, (statement, row) -> {
            int bound = 0;
            for (int i = map.keys(); i < width; i++) {
                if (canChange(i)) {
                    bind(statement, ++bound, i, row);
                }
            }
            bindKey(statement, bound, row);
        });
    }

    void delete(List<CopiedRow> rows) {
        batch(
                "delete from " + map.target().name() + " where " + key(),
                rows,
                (statement, row) -> bindKey(statement, 0, row));
    }

    private interface Binding {
        void bind(PreparedStatement statement, CopiedRow row) throws SQLException;
    }

    private PreparedStatement prepared(String sql) {
        return statements.computeIfAbsent(sql, side::prepare);
    }

    private void batch(String sql, List<CopiedRow> rows, Binding binding) {
        if (rows.isEmpty()) {
            return;
        }
        PreparedStatement statement = prepared(sql);
        side.call(statement, () -> {
            for (CopiedRow row : rows) {
                binding.bind(statement, row);
                statement.addBatch();
            }
            return statement.executeBatch();
        });
    }

    private void bindAll(PreparedStatement statement, CopiedRow row) throws SQLException {
        for (int i = 0; i < width; i++) {
            bind(statement, i + 1, i, row);
        }
    }

    private void bindKey(PreparedStatement statement, int before, CopiedRow row) throws SQLException {
        for (int i = 0; i < map.keys(); i++) {
            bind(statement, before + i + 1, i, row);
        }
    }

    private void bind(PreparedStatement statement, int index, int pair, CopiedRow row) throws SQLException {
        ColumnPair columns = map.pairs().get(pair);
        side.tables().bind(statement, index, columns.target(), columns.outgoing(row.kept()[pair], columns.target()));
    }

    private String query() {
        StringJoiner list = new StringJoiner(", ");
        map.pairs().subList(0, width).forEach(pair -> list.add(map.target().quoted(pair.target())));
        String held = hold ? side.tables().held() : "";
        String heldAtEnd = hold ? side.tables().heldAtEnd() : "";
        return "select " + list + " from " + map.target().name() + held + " where " + keys() + heldAtEnd;
    }

    private String keys() {
        if (map.keys() > 1) {
            return String.join(" or ", Collections.nCopies(atOnce, "(" + key() + ")"));
        }
        Column only = map.pairs().get(0).target();
        return map.target().quoted(only) + " in ("
                + String.join(", ", Collections.nCopies(atOnce, map.target().place(only))) + ")";
    }

    private String key() {
        StringJoiner key = new StringJoiner(" and ");
        map.pairs().subList(0, map.keys()).forEach(pair -> key.add(equal(pair.target())));
        return key.toString();
    }

    private String insertion() {
        StringJoiner names = new StringJoiner(", ", "(", ")");
        StringJoiner places = new StringJoiner(", ", "(", ")");
        map.pairs().subList(0, width).forEach(pair -> {
            names.add(map.target().quoted(pair.target()));
            places.add(map.target().place(pair.target()));
        });
        return "insert into " + map.target().name() + " " + names
                + side.tables().givenValues() + " values " + places;
    }

    /** Returns whether a column can be updated: generated values can be given to a new row, but not changed. */
    private boolean canChange(int pair) {
        return !map.pairs().get(pair).target().made();
    }

    private String change() {
        StringJoiner set = new StringJoiner(", ");
        for (int i = map.keys(); i < width; i++) {
            if (canChange(i)) {
                set.add(equal(map.pairs().get(i).target()));
            }
        }
        return "update " + map.target().name() + " set " + set + " where " + key();
    }

    private String equal(Column column) {
        return map.target().quoted(column) + " = " + map.target().place(column);
    }

    @Override
    public void close() {
        for (PreparedStatement statement : statements.values()) {
            try {
                statement.close();
            } catch (SQLException gone) {
                // what held it is gone
            }
        }
    }
}
