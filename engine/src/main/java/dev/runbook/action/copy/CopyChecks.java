package dev.runbook.action.copy;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Checks the preconditions of a copy before the first row is changed; each rejection is one line and leaves the target
 * unchanged.
 */
final class CopyChecks {
    private final CopySpec spec;
    private final Checkpoint checkpoint;
    private final CopyProgress progress;

    CopyChecks(CopySpec spec, Checkpoint checkpoint, CopyProgress progress) {
        this.spec = spec;
        this.checkpoint = checkpoint;
        this.progress = progress;
    }

    /**
     * Checks that every row has a key and a change time. A row without a key cannot be copied; one without a change
     * time would silently be omitted, which is intended only if the author restricts the copy to rows changed since
     * some time.
     */
    void requireKeyAndTime(CopyMap map, boolean since) {
        for (ColumnPair key : map.pairs().subList(0, map.keys())) {
            long without = without(map.source(), key.source());
            if (without > 0) {
                throw new CopyRefused(
                        describe(without, map.source(), key.source()) + ", a part of the key: nothing was copied");
            }
        }
        Column changed = map.changed().source();
        long without = without(map.source(), changed);
        if (without > 0 && !since) {
            throw new CopyRefused(describe(without, map.source(), changed) + ": nothing was copied");
        }
        if (without > 0) {
            progress.note(describe(without, map.source(), changed) + ": treated as unchanged and not copied");
        }
    }

    private static long without(CopyTable table, Column column) {
        return count(table, " where " + table.quoted(column) + " is null", Optional.empty());
    }

    private static String describe(long rows, CopyTable table, Column column) {
        return String.format(
                Locale.ROOT,
                "%,d %s of %s %s no value in '%s'",
                rows,
                rows == 1 ? "row" : "rows",
                table.who(),
                rows == 1 ? "has" : "have",
                column.name());
    }

    /** Checks that times stored as texts have the same format, because they are compared as texts. */
    void timesAreInOrder(CopyTable table, Column changed, ColumnKind kind) {
        Optional<String> outOfOrder = changed.kind() == ColumnKind.TEXT && kind != ColumnKind.TEXT
                ? table.side().tables().outOfOrder(table.quoted(changed))
                : Optional.empty();
        long rows = outOfOrder
                .map(condition -> count(table, " where " + condition, Optional.empty()))
                .orElse(0L);
        if (rows > 0) {
            throw new CopyRefused(String.format(
                    Locale.ROOT,
                    "%,d %s of %s %s a time in '%s' that is not written like 2026-03-31 14:05:00: nothing was copied",
                    rows,
                    rows == 1 ? "row" : "rows",
                    table.who(),
                    rows == 1 ? "has" : "have",
                    changed.name()));
        }
    }

    /** Counts the rows changed since then. */
    static long count(CopyTable table, ColumnPair changed, Column column, Optional<Object> since) {
        return count(
                table,
                since.isPresent() ? " where " + table.quoted(column) + " >= " + table.place(column) : "",
                since.map(from -> new Bound(column, changed.outgoing(from, column))));
    }

    private record Bound(Column column, Object value) {}

    private static long count(CopyTable table, String where, Optional<Bound> bound) {
        PreparedStatement query = table.side().prepare("select count(*) from " + table.name() + where);
        return table.side().call(query, () -> {
            try (query) {
                if (bound.isPresent()) {
                    table.side()
                            .tables()
                            .bind(query, 1, bound.get().column(), bound.get().value());
                }
                try (ResultSet counted = query.executeQuery()) {
                    counted.next();
                    return counted.getLong(1);
                }
            }
        });
    }

    /** Checks that no row of the target is newer, unless the author has specified what to do with newer rows. */
    void noneIsNewer(CopyMap map, Optional<Object> since, long all) {
        long there = count(map.target(), map.changed(), map.changed().target(), since.map(map.changed()::kept));
        if (spec.ifNewer() != CopySpec.IfNewer.REFUSE || there == 0) {
            return;
        }
        Found found = look(
                map,
                new SourceRows(
                        map, map.identifying(), since, checkpoint.position(Checkpoint.Phase.ROWS, map), spec.batch()),
                all);
        found.refuse(map);
    }

    /** Checks that the deletions are within their limit, and affect no row that was changed after its deletion. */
    void deletionsAreFew(Deletions deletions, Optional<Object> since) {
        CopyMap map = deletions.map();
        Found found = look(
                map,
                new SourceRows(
                        map,
                        map.identifying(),
                        since,
                        checkpoint.position(Checkpoint.Phase.DELETIONS, map),
                        Optional.of(deletions.condition()),
                        spec.batch()),
                0);
        long done = checkpoint.tally().deleted();
        long all = count(map.target(), "", Optional.empty()) + done;
        long toDelete = found.present + done;
        if (toDelete > deletions.limit().of(all)) {
            throw new CopyRefused(String.format(
                    Locale.ROOT,
                    "%,d of the %,d rows of %s would be deleted, deleteAtMost allows %s: nothing was copied",
                    toDelete,
                    all,
                    map.target().who(),
                    deletions.limit()));
        }
        if (spec.ifNewer() == CopySpec.IfNewer.REFUSE) {
            found.refuse(map);
        }
    }

    private Found look(CopyMap map, SourceRows rows, long all) {
        Found found = new Found();
        NewerRow newer = new NewerRow(map);
        try (rows;
                TargetRows target = new TargetRows(map, map.identifying(), false)) {
            long seen = 0;
            for (List<CopiedRow> portion = rows.next(spec.batch());
                    !portion.isEmpty();
                    portion = rows.next(spec.batch())) {
                Map<List<Object>, Object[]> there = target.find(portion);
                for (CopiedRow row : portion) {
                    Object[] other = there.remove(row.key(map.keys()));
                    if (other != null) {
                        found.add(newer.isNewer(other, row) ? newer.describe(other, row) : "");
                    }
                }
                seen += portion.size();
                progress.at("rows checked in " + map.target().side().database(), seen, all);
            }
        }
        return found;
    }

    /** The result of a query on the target. */
    private static final class Found {
        private long present;
        private long newer;
        private String first = "";

        void add(String description) {
            present++;
            if (!description.isEmpty()) {
                newer++;
                first = first.isEmpty() ? description : first;
            }
        }

        void refuse(CopyMap map) {
            if (newer > 0) {
                throw new CopyRefused(String.format(
                        Locale.ROOT,
                        "%s has %,d %s newer than the source's (%s): nothing was copied; keep %5$s with"
                                + " ifNewer: 'skip', or overwrite %5$s with ifNewer: 'overwrite'",
                        map.target().who(),
                        newer,
                        newer == 1 ? "row" : "rows",
                        first,
                        newer == 1 ? "it" : "them"));
            }
        }
    }
}
