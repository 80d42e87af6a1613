package dev.runbook.action.sql;

import dev.runbook.action.Action;
import dev.runbook.action.ActionSpec;
import dev.runbook.environment.Target;
import dev.runbook.value.Template;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Changed rows of a table, carried from one database to another: start here to read about {@code copyRows}, and go on with
 * {@link CopyRun}.
 *
 * @param from the database they come from, by its name in the environment
 * @param to the database they are carried to
 * @param into the table there
 * @param key the columns that tell one row from another, on both sides
 * @param changed the column that says when a row was last changed
 * @param since only rows changed then or later; empty carries all of them
 * @param zone what local times are in, where they meet points in time
 * @param without columns of the source that stay behind
 * @param softDeleted the column that marks deleted rows, which are carried like others and counted apart
 * @param tombstones where the source keeps the keys of rows it has deleted; without, no row is deleted
 * @param batch rows a transaction
 * @param checkpoint the table of the target that remembers how far a copy came
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

    /** What happens to a row of the target that was changed later than the source's. */
    public enum IfNewer {
        /** Nothing is carried at all. */
        REFUSE,
        /** It stays as it is. */
        SKIP,
        /** The source's takes its place. */
        OVERWRITE
    }

    /**
     * Where deleted rows are noted.
     *
     * @param at the column with the time of the deletion
     * @param atMost how many rows may be deleted
     */
    public record Tombstones(SqlIdentifier table, String at, Limit atMost) {}

    /**
     * A number of rows, or a share of the target's.
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
        List<String> told = new ArrayList<>();
        told.add("copy rows of " + table + " from " + from + " to " + to
                + (into.equals(table) ? "" : " (" + into + ")"));
        told.add("("
                + since.map(time -> "changed since " + time.shown() + " by '" + changed + "'")
                        .orElse("all, in the order of '" + changed + "'")
                + ", identified by " + String.join(" and ", key) + ", " + batch + " a transaction)");
        if (!without.isEmpty()) {
            told.add("(without " + String.join(", ", without) + ")");
        }
        told.add(
                switch (ifNewer) {
                    case REFUSE -> "(a newer row in " + to + " stops the copy before anything is changed)";
                    case SKIP -> "(newer rows in " + to + " stay as they are)";
                    case OVERWRITE -> "(newer rows in " + to + " are OVERWRITTEN)";
                });
        told.add(tombstones
                .map(dead ->
                        "(rows noted in " + dead.table() + " are deleted in " + to + ", at most " + dead.atMost() + ")")
                .orElse("(no row is deleted)"));
        told.add("(its progress is kept in " + checkpoint + " of " + to + ", which is made where it is missing)");
        return String.join("\n", told);
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
