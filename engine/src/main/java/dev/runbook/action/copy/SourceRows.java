package dev.runbook.action.copy;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/** Reads the rows of the source, oldest change first, in portions: only one portion is in memory. */
final class SourceRows implements AutoCloseable {
    private final CopyMap map;
    private final int width;
    private final CopySide side;
    private final List<Column> bound = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();
    private final PreparedStatement statement;
    private final ResultSet rows;

    /**
     * @param width the number of pairs to read
     * @param since empty reads all rows
     * @param after the change time and the key of the last row that is done
     */
    SourceRows(CopyMap map, int width, Optional<Object> since, Optional<List<Object>> after, int portion) {
        this(map, width, since, after, Optional.empty(), portion);
    }

    /**
     * @param further an additional condition on a row, which is called {@code r} in it
     */
    SourceRows(
            CopyMap map,
            int width,
            Optional<Object> since,
            Optional<List<Object>> after,
            Optional<String> further,
            int portion) {
        this.map = map;
        this.width = width;
        side = map.source().side();
        StringJoiner conditions = new StringJoiner(" and ", " where ", "").setEmptyValue("");
        since.ifPresent(from -> conditions.add(compared(map.keys(), ">=", from)));
        after.ifPresent(position -> conditions.add(later(order(), position)));
        further.ifPresent(conditions::add);
        StringJoiner order = new StringJoiner(", ");
        order().forEach(index -> order.add(quoted(index)));
        statement = side.prepareStream(
                "select " + list(map.source(), width) + " from " + map.source().name() + " r" + conditions
                        + " order by " + order,
                portion);
        rows = side.call(statement, () -> {
            for (int i = 0; i < values.size(); i++) {
                side.tables().bind(statement, i + 1, bound.get(i), values.get(i));
            }
            return statement.executeQuery();
        });
    }

    private String list(CopyTable table, int columns) {
        StringJoiner list = new StringJoiner(", ");
        map.pairs().subList(0, columns).forEach(pair -> list.add(table.quoted(pair.source())));
        return list.toString();
    }

    private String quoted(int pair) {
        return map.source().quoted(map.pairs().get(pair).source());
    }

    /** Returns the order: by change time, then by key, which makes it unique. */
    private List<Integer> order() {
        List<Integer> order = new ArrayList<>(List.of(map.keys()));
        for (int i = 0; i < map.keys(); i++) {
            order.add(i);
        }
        return order;
    }

    /** Returns a condition for the rows after this position, in syntax that every database supports. */
    private String later(List<Integer> order, List<Object> position) {
        String after = compared(order.get(0), ">", position.get(0));
        if (order.size() == 1) {
            return after;
        }
        String same = compared(order.get(0), "=", position.get(0));
        return "(" + after + " or (" + same + " and "
                + later(order.subList(1, order.size()), position.subList(1, position.size())) + "))";
    }

    private String compared(int index, String how, Object value) {
        ColumnPair pair = map.pairs().get(index);
        bound.add(pair.source());
        values.add(pair.outgoing(value, pair.source()));
        return quoted(index) + " " + how + " " + map.source().place(pair.source());
    }

    /** Returns at most this many rows; none at the end. */
    List<CopiedRow> next(int most) {
        List<CopiedRow> portion = new ArrayList<>();
        while (portion.size() < most && side.call(statement, rows::next)) {
            portion.add(side.local(this::row));
        }
        return portion;
    }

    private CopiedRow row() throws SQLException {
        Object[] read = new Object[width];
        Object[] kept = new Object[width];
        for (int i = 0; i < width; i++) {
            ColumnPair pair = map.pairs().get(i);
            read[i] = pair.carried(side.tables().read(rows, i + 1, pair.source()), pair.source());
            if (i < map.identifying() && read[i] == null) {
                throw new CopyRefused("a row of " + map.source().who() + " has no value in '"
                        + pair.source().name() + "'");
            }
        }
        for (int i = 0; i < width; i++) {
            kept[i] = kept(i, read);
        }
        return new CopiedRow(read, kept);
    }

    private Object kept(int index, Object... read) {
        try {
            return map.pairs().get(index).kept(read[index]);
        } catch (CopyRefused lost) {
            throw new CopyRefused("the row with " + map.key(read) + " cannot be copied: " + lost.getMessage());
        }
    }

    /** Returns the change time and the key of a row, for {@code after}. */
    static List<Object> position(CopyMap map, CopiedRow row) {
        List<Object> position = new ArrayList<>();
        position.add(row.read()[map.keys()]);
        position.addAll(Arrays.asList(row.read()).subList(0, map.keys()));
        return position;
    }

    @Override
    public void close() {
        try {
            statement.close();
        } catch (SQLException gone) {
            // what held it is gone
        }
    }
}
