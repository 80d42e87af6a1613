package dev.runbook.action.copy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The mapping of columns: first those of the key, then the change time, then the rest.
 *
 * @param keys the number of pairs in the key
 */
record CopyMap(CopyTable source, CopyTable target, List<ColumnPair> pairs, int keys) {
    private static final int MOST_REPORTED = 3;

    /**
     * Matches the columns of both tables.
     *
     * @throws CopyRefused one line with every mismatch
     */
    static CopyMap of(CopySpec spec, CopyTable source, CopyTable target) {
        return matched(spec, source, target, spec.changed(), rest(spec, source));
    }

    /** Matches the key and the deletion time of deleted rows with the rows of the target. */
    static CopyMap ofTombstones(CopySpec spec, CopyTable tombstones, CopyTable target) {
        return matched(spec, tombstones, target, spec.tombstones().orElseThrow().at(), List.of());
    }

    private static List<String> rest(CopySpec spec, CopyTable source) {
        Set<String> rest = new LinkedHashSet<>();
        source.columns().forEach(column -> rest.add(column.name()));
        spec.key().forEach(key -> source.column(key).ifPresent(column -> rest.remove(column.name())));
        source.column(spec.changed()).ifPresent(column -> rest.remove(column.name()));
        spec.without().forEach(stays -> {
            Column column = source.column(stays)
                    .orElseThrow(() -> new CopyRefused(source.who() + " has no column '" + stays + "' to leave out"));
            rest.remove(column.name());
        });
        return List.copyOf(rest);
    }

    private static CopyMap matched(
            CopySpec spec, CopyTable source, CopyTable target, String changed, List<String> rest) {
        List<String> problems = new ArrayList<>();
        List<ColumnPair> pairs = new ArrayList<>();
        for (String key : spec.key()) {
            pair(spec, source, key, target, key, problems).ifPresent(pairs::add);
        }
        pair(spec, source, changed, target, spec.changed(), problems).ifPresent(pair -> {
            pairs.add(pair);
            if (!pair.kind().ordersRows()) {
                problems.add("column '" + changed + "' is " + pair.kind().describe() + ": it is not a time");
            }
        });
        for (String column : rest) {
            pair(spec, source, column, target, column, problems).ifPresent(pairs::add);
        }
        if (!problems.isEmpty()) {
            throw new CopyRefused(describe(problems));
        }
        return new CopyMap(source, target, List.copyOf(pairs), spec.key().size());
    }

    private static String describe(List<String> problems) {
        String first = String.join("; ", problems.subList(0, Math.min(MOST_REPORTED, problems.size())));
        int more = problems.size() - MOST_REPORTED;
        return "the tables do not match: " + first + (more > 0 ? "; and " + more + " more" : "");
    }

    private static Optional<ColumnPair> pair(
            CopySpec spec, CopyTable source, String name, CopyTable target, String there, List<String> problems) {
        Optional<Column> from = source.column(name);
        Optional<Column> to = target.column(there);
        if (from.isEmpty()) {
            problems.add(source.who() + " has no column '" + name + "'");
        } else if (to.isEmpty()) {
            boolean needed = spec.key().contains(there) || spec.changed().equals(there);
            problems.add(target.who() + " has no column '" + there + "'"
                    + (needed ? "" : ": leave it behind with without: ['" + there + "']"));
        } else if (to.get().computed()) {
            computed(spec, target, there).ifPresent(problems::add);
        } else {
            return kind(source, from.get(), target, to.get(), spec, problems)
                    .map(kind -> new ColumnPair(from.get(), to.get(), kind, spec.zone()));
        }
        return Optional.empty();
    }

    /**
     * Returns why a column that the target computes cannot be used in its role; otherwise computed columns are left to
     * the target.
     */
    private static Optional<String> computed(CopySpec spec, CopyTable target, String column) {
        String computes = target.who() + " computes column '" + column + "' itself, so it cannot ";
        if (spec.key().contains(column)) {
            return Optional.of(computes + "be a part of the key: name another key:");
        }
        return spec.changed().equals(column)
                ? Optional.of(computes + "be given the time of the change: name another column with changed:")
                : Optional.empty();
    }

    private static Optional<ColumnKind> kind(
            CopyTable source, Column from, CopyTable target, Column to, CopySpec spec, List<String> problems) {
        Class<?> dialect = source.side().dialect().getClass();
        boolean sameType =
                dialect == target.side().dialect().getClass() && from.type().equals(to.type());
        boolean loose = source.side().tables().loose() || target.side().tables().loose();
        Optional<ColumnKind> kind = sameType && (from.kind() == ColumnKind.OWN || from.kind() == ColumnKind.JSON)
                ? Optional.of(ColumnKind.OWN)
                : ColumnKind.common(from.kind(), to.kind(), loose);
        if (kind.isEmpty()) {
            problems.add("column '" + from.name() + "' is " + from.type() + " in '"
                    + source.side().database() + "' and " + to.type() + " in '"
                    + target.side().database() + "'");
        } else if (kind.get() == ColumnKind.INSTANT
                && from.kind() != to.kind()
                && spec.zone().isEmpty()) {
            problems.add("column '" + from.name() + "' has a time zone on one side only: say which zone the other's"
                    + " times are in with zone: 'UTC'");
            return Optional.empty();
        }
        return kind;
    }

    ColumnPair changed() {
        return pairs.get(keys);
    }

    /** Returns the number of columns that identify a row and its change time. */
    int identifying() {
        return keys + 1;
    }

    /** Returns source columns that are not copied, because the target computes them. */
    List<String> computedByTarget() {
        return target.columns().stream()
                .filter(column ->
                        column.computed() && source.column(column.name()).isPresent())
                .map(Column::name)
                .toList();
    }

    /** Returns target columns that the source does not fill. */
    List<String> unfilledColumns() {
        List<String> filled = pairs.stream().map(pair -> pair.target().name()).toList();
        return target.columns().stream()
                .filter(column -> !column.computed())
                .map(Column::name)
                .filter(name -> !filled.contains(name))
                .toList();
    }

    /** Formats a key for messages: {@code id 7}, {@code tenant 3, id 7}. */
    String key(Object... values) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < keys; i++) {
            parts.add(pairs.get(i).source().name() + " " + CopiedValue.text(values[i]));
        }
        return String.join(", ", parts);
    }
}
