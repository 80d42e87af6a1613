package dev.runbook.action.copy;

import dev.runbook.json.JsonReader;
import dev.runbook.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The progress of a copy, stored in a table of the target and written in the same transaction as the rows: exactly the
 * rows it records are done. A retry or resume continues from it; another run starts from the beginning.
 */
final class Checkpoint {
    /** The two phases of a copy, in order. */
    enum Phase {
        DELETIONS,
        ROWS
    }

    private static final int LONGEST_NAME = 200;
    private static final List<String> COUNTS = List.of("inserted", "updated", "deleted", "unchanged", "skipped");

    private final CopySide side;
    private final String table;
    private final String run;
    private final String step;
    private final String copy;

    private Phase phase = Phase.DELETIONS;
    private Optional<List<String>> position = Optional.empty();
    private CopyTally tally = CopyTally.NONE;
    private boolean kept;

    private Checkpoint(CopySide side, CopySpec spec, String run, String step) {
        this.side = side;
        this.table = side.quoted(spec.checkpoint());
        this.run = shortened(run);
        this.step = shortened(step);
        this.copy = fingerprint(spec);
    }

    /**
     * Reads the step's checkpoint, or creates one; creates the table if it does not exist. Must not be called while
     * other work waits for its commit.
     */
    static Checkpoint of(CopySide side, CopySpec spec, String run, String step) {
        Checkpoint checkpoint = new Checkpoint(side, spec, run, step);
        try {
            checkpoint.read();
        } catch (CopyFailure missing) {
            if (missing.error().lost() || missing.error().cancelled()) {
                throw missing;
            }
            checkpoint.make();
        }
        return checkpoint;
    }

    private static String shortened(String name) {
        return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
    }

    /** Identifies the specification of the copy: a changed specification is another copy. */
    private static String fingerprint(CopySpec spec) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(spec.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    /** Creates the table; another copy may be creating it at the same time. */
    private void make() {
        try {
            create();
        } catch (CopyFailure refused) {
            try {
                read();
            } catch (CopyFailure stillMissing) {
                throw refused;
            }
        }
    }

    private void create() {
        StringBuilder columns = new StringBuilder();
        for (String name : List.of("run", "step", "copy")) {
            columns.append(quoted(name))
                    .append(' ')
                    .append(side.tables().textType(LONGEST_NAME))
                    .append(" not null, ");
        }
        columns.append(quoted("phase"))
                .append(' ')
                .append(side.tables().textType(20))
                .append(" not null, ");
        columns.append(quoted("position"))
                .append(' ')
                .append(side.tables().textType(0))
                .append(", ");
        COUNTS.forEach(name -> columns.append(quoted(name)).append(" bigint not null, "));
        side.execute("create table " + table + " (" + columns + "primary key (" + quoted("run") + ", " + quoted("step")
                + "))");
    }

    private String quoted(String name) {
        return side.dialect().identifier(name);
    }

    private void read() {
        String counts = String.join(", ", COUNTS.stream().map(this::quoted).toList());
        PreparedStatement query = side.prepare("select " + quoted("phase") + ", " + quoted("position") + ", " + counts
                + " from " + table + " where " + own() + " and " + quoted("copy") + " = ?");
        side.call(query, () -> {
            try (query) {
                query.setString(1, run);
                query.setString(2, step);
                query.setString(3, copy);
                try (ResultSet found = query.executeQuery()) {
                    if (found.next()) {
                        take(found);
                    }
                }
            }
        });
    }

    private String own() {
        return quoted("run") + " = ? and " + quoted("step") + " = ?";
    }

    private void take(ResultSet found) throws SQLException {
        phase = Phase.valueOf(found.getString(1));
        position = Optional.ofNullable(found.getString(2))
                .flatMap(JsonReader::read)
                .map(list -> ((List<?>) list).stream().map(String::valueOf).toList());
        tally = new CopyTally(found.getLong(3), found.getLong(4), found.getLong(5), found.getLong(6), found.getLong(7));
        kept = true;
    }

    /** Returns whether an earlier attempt wrote it. */
    boolean found() {
        return kept;
    }

    boolean isPast(Phase other) {
        return phase.compareTo(other) > 0;
    }

    CopyTally tally() {
        return tally;
    }

    /** Returns the change time and the key of the last row done, if any row of this phase is done. */
    Optional<List<Object>> position(Phase of, CopyMap map) {
        if (phase != of || position.isEmpty()) {
            return Optional.empty();
        }
        List<Object> values = new ArrayList<>();
        for (int i = 0; i <= map.keys(); i++) {
            ColumnPair pair = i == 0 ? map.changed() : map.pairs().get(i - 1);
            values.add(CopiedValue.read(pair.kind(), position.get().get(i)));
        }
        return Optional.of(values);
    }

    /** Records rows as done, in the transaction that changes them. */
    void advance(Phase to, List<Object> reached, CopyTally more) {
        phase = to;
        position = Optional.of(reached.stream().map(CopiedValue::text).toList());
        tally = tally.plus(more);
        write();
    }

    /** Records that the phases before this one are complete. */
    void begin(Phase next) {
        if (phase != next) {
            phase = next;
            position = Optional.empty();
            write();
        }
    }

    /** Resets the checkpoint, so that the next attempt reads every row again. */
    void forget() {
        PreparedStatement statement = side.prepare("delete from " + table + " where " + own());
        side.call(statement, () -> {
            try (statement) {
                statement.setString(1, run);
                statement.setString(2, step);
                return statement.executeUpdate();
            }
        });
    }

    private void write() {
        String sets = String.join(
                ", ", COUNTS.stream().map(name -> quoted(name) + " = ?").toList());
        String update = "update " + table + " set " + quoted("copy") + " = ?, " + quoted("phase") + " = ?, "
                + quoted("position") + " = ?, " + sets + " where " + own();
        if (write(update) == 0) {
            String names = String.join(", ", COUNTS.stream().map(this::quoted).toList());
            write("insert into " + table + " (" + quoted("copy") + ", " + quoted("phase") + ", " + quoted("position")
                    + ", " + names + ", " + quoted("run") + ", " + quoted("step")
                    + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        }
        kept = true;
    }

    private int write(String sql) {
        PreparedStatement statement = side.prepare(sql);
        return side.call(statement, () -> {
            try (statement) {
                statement.setString(1, copy);
                statement.setString(2, phase.name());
                statement.setString(3, position.map(JsonWriter::write).orElse(null));
                statement.setLong(4, tally.inserted());
                statement.setLong(5, tally.updated());
                statement.setLong(6, tally.deleted());
                statement.setLong(7, tally.unchanged());
                statement.setLong(8, tally.skipped());
                statement.setString(9, run);
                statement.setString(10, step);
                return statement.executeUpdate();
            }
        });
    }
}
