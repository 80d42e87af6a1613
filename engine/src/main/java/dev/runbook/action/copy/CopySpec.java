package dev.runbook.action.copy;

import dev.runbook.action.Action;
import dev.runbook.action.ActionSpec;
import dev.runbook.action.sql.script.SqlIdentifier;
import dev.runbook.environment.Target;
import dev.runbook.value.Template;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Copies changed rows of a table from one database to another. Start here to read about {@code copyRows}, and continue
 * with {@link CopyRun}.
 *
 * @param from the source database, by its name in the environment
 * @param to the target database
 * @param into the table in the target
 * @param key the columns that identify a row, on both sides
 * @param changed the column with the time of a row's last change
 * @param since only rows changed at this time or later; empty copies all rows
 * @param zone the zone of local times, where they are compared with points in time
 * @param without source columns that are not copied
 * @param softDeleted the column that marks deleted rows, which are copied like others and counted separately
 * @param tombstones where the source records the keys of deleted rows; without it, no row is deleted
 * @param batch the number of rows per transaction
 * @param checkpoint the table of the target that stores the progress of a copy
 */
public record CopySpec(
        SqlIdentifier table,
        String from,
        String to,
        SqlIdentifier into,
        List<String> key,
        String changed,
        Optional<Template> since,
        Optional<ZoneId> zone,
        List<String> without,
        Optional<String> softDeleted,
        Optional<Tombstones> tombstones,
        IfNewer ifNewer,
        int batch,
        SqlIdentifier checkpoint)
        implements ActionSpec {

    public static final int USUAL_BATCH = 1_000;

    /** What to do with a row of the target that was changed later than the source's. */
    public enum IfNewer {
        /** Fail before any row is copied. */
        REFUSE,
        /** Leave the target's row unchanged. */
        SKIP,
        /** Replace it with the source's row. */
        OVERWRITE
    }

    /**
     * The table that records deleted rows.
     *
     * @param at the column with the time of the deletion
     * @param atMost the maximum number of rows to delete
     */
    public record Tombstones(SqlIdentifier table, String at, Limit atMost) {}

    /**
     * A number of rows, or a percentage of the target's rows.
     *
     * @param rows used when {@code percent} is 0
     */
    public record Limit(long rows, int percent) {
        long of(long all) {
            return percent == 0 ? rows : Math.max(1, all * percent / 100);
        }

        @Override
        public String toString() {
            return percent == 0 ? rows + (rows == 1 ? " row" : " rows") : percent + " percent";
        }
    }

    public CopySpec {
        key = List.copyOf(key);
        without = List.copyOf(without);
    }

    @Override
    public String word() {
        return "copyRows";
    }

    @Override
    public String shown() {
        List<String> lines = new ArrayList<>();
        lines.add("copy rows of " + table + " from " + from + " to " + to
                + (into.equals(table) ? "" : " (" + into + ")"));
        lines.add("("
                + since.map(time -> "changed since " + time.shown() + " by '" + changed + "'")
                        .orElse("all, in the order of '" + changed + "'")
                + ", identified by " + String.join(" and ", key) + ", " + batch + " a transaction)");
        if (!without.isEmpty()) {
            lines.add("(without " + String.join(", ", without) + ")");
        }
        lines.add(
                switch (ifNewer) {
                    case REFUSE -> "(a newer row in " + to + " stops the copy before anything is changed)";
                    case SKIP -> "(newer rows in " + to + " are kept)";
                    case OVERWRITE -> "(newer rows in " + to + " are OVERWRITTEN)";
                });
        lines.add(tombstones
                .map(dead ->
                        "(rows noted in " + dead.table() + " are deleted in " + to + ", at most " + dead.atMost() + ")")
                .orElse("(no row is deleted)"));
        lines.add("(its progress is kept in " + checkpoint + " of " + to + ", which is created if it is missing)");
        return String.join("\n", lines);
    }

    @Override
    public List<Target> targets() {
        return List.of(new Target(Target.Kind.DATABASE, from), new Target(Target.Kind.DATABASE, to));
    }

    @Override
    public Action action() {
        return new CopyAction(this);
    }
}
