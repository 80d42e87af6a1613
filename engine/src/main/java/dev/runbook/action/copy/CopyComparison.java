package dev.runbook.action.copy;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * Compares both sides after a copy: first by a checksum of each, which reads both tables once; row by row only if the
 * checksums differ, to report the differences.
 */
final class CopyComparison {
    private final CopySpec spec;
    private final CopyMap map;
    private final Optional<Object> since;
    private final CopyProgress progress;
    private Checksum source = new Checksum();
    private Checksum target = new Checksum();
    private long expected;
    private long missing;
    private long different;
    private long onlyThere;
    private String first = "";

    CopyComparison(CopySpec spec, CopyMap map, Optional<Object> since, CopyProgress progress) {
        this.spec = spec;
        this.map = map;
        this.since = since;
        this.progress = progress;
    }

    /**
     * @param all the number of rows, as far as known
     */
    void compare(long all) {
        expected = all;
        source = sum(map.source(), since, true);
        map.source().side().rollBack();
        target = sum(map.target(), since.map(map.changed()::kept), false);
        map.target().side().rollBack();
        if (!source.text().equals(target.text())) {
            countDifferences(target.rows());
            map.source().side().rollBack();
            map.target().side().rollBack();
        }
        progress.note(String.format(
                Locale.ROOT,
                "checksum of %,d rows in %s: %s",
                source.rows(),
                map.source().side().database(),
                source.text()));
        progress.note(String.format(
                Locale.ROOT,
                "checksum of %,d rows in %s: %s",
                target.rows(),
                map.target().side().database(),
                target.text()));
    }

    private Checksum sum(CopyTable table, Optional<Object> from, boolean isSource) {
        CopySide side = table.side();
        Column changed = isSource ? map.changed().source() : map.changed().target();
        StringJoiner list = new StringJoiner(", ");
        map.pairs().forEach(pair -> list.add(table.quoted(isSource ? pair.source() : pair.target())));
        String where = from.isPresent() ? " where " + table.quoted(changed) + " >= " + table.place(changed) : "";
        Checksum sum = new Checksum();
        PreparedStatement query = side.prepareStream("select " + list + " from " + table.name() + where, spec.batch());
        return side.call(query, () -> {
            try (query) {
                if (from.isPresent()) {
                    side.tables().bind(query, 1, changed, map.changed().outgoing(from.get(), changed));
                }
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        sum.add(row(rows, side, isSource));
                        progress.at("rows of the checksum read from " + side.database(), sum.rows(), expected);
                    }
                }
            }
            return sum;
        });
    }

    private Object[] row(ResultSet rows, CopySide side, boolean isSource) throws SQLException {
        Object[] row = new Object[map.pairs().size()];
        for (int i = 0; i < row.length; i++) {
            ColumnPair pair = map.pairs().get(i);
            Column column = isSource ? pair.source() : pair.target();
            Object carried = pair.carried(side.tables().read(rows, i + 1, column), column);
            row[i] = isSource ? pair.kept(carried) : carried;
        }
        return row;
    }

    /** Compares row by row. Newer rows that were skipped by the author's choice are ignored on both sides. */
    private void countDifferences(long allThere) {
        source = new Checksum();
        target = new Checksum();
        NewerRow newer = new NewerRow(map);
        long there = 0;
        int width = map.pairs().size();
        try (SourceRows rows = new SourceRows(map, width, since, Optional.empty(), spec.batch());
                TargetRows others = new TargetRows(map, width, false)) {
            for (List<CopiedRow> batch = rows.next(spec.batch()); !batch.isEmpty(); batch = rows.next(spec.batch())) {
                Map<List<Object>, Object[]> found = others.find(batch);
                there += found.size();
                for (CopiedRow row : batch) {
                    Object[] other = found.get(row.key(map.keys()));
                    boolean left =
                            spec.ifNewer() == CopySpec.IfNewer.SKIP && other != null && newer.isNewer(other, row);
                    if (!left) {
                        compare(row, other);
                    }
                }
                progress.at("rows compared", source.rows(), expected);
            }
        }
        onlyThere = Math.max(0, allThere - there);
    }

    private void compare(CopiedRow row, Object... other) {
        source.add(row.kept());
        if (other == null) {
            missing++;
            note(row, "missing");
            return;
        }
        target.add(other);
        if (!Arrays.equals(other, row.kept())) {
            different++;
            note(row, "different");
        }
    }

    private void note(CopiedRow row, String how) {
        first = first.isEmpty() ? " (" + map.key(row.kept()) + " is " + how + ")" : first;
    }

    boolean same() {
        return missing + different + onlyThere == 0;
    }

    /** Returns one line that describes the difference. */
    String difference() {
        StringJoiner differences = new StringJoiner(", ");
        if (missing > 0) {
            differences.add(String.format(Locale.ROOT, "%,d missing", missing));
        }
        if (different > 0) {
            differences.add(String.format(Locale.ROOT, "%,d different", different));
        }
        if (onlyThere > 0) {
            differences.add(String.format(Locale.ROOT, "%,d only in the target", onlyThere));
        }
        String cure = missing + different > 0
                ? "; something wrote to it, or to '" + map.source().side().database() + "', during the copy"
                : spec.tombstones().isEmpty()
                        ? "; rows deleted in the source are deleted here only if tombstones: names the table with their keys"
                        : "";
        return "rows of '" + map.target().side().database() + "' differ from those of '"
                + map.source().side().database() + "' after the copy: " + differences + first + cure;
    }

    Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("same", same());
        values.put("source", source.text());
        values.put("target", target.text());
        values.put("sourceRows", source.rows());
        values.put("targetRows", target.rows());
        values.put("missing", missing);
        values.put("different", different);
        values.put("onlyThere", onlyThere);
        return values;
    }
}
