package dev.runbook.action.copy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Changes the target: one transaction per batch of rows, which includes the checkpoint. */
final class CopyPass {
    private final CopySpec spec;
    private final CopySide target;
    private final Checkpoint checkpoint;
    private final CopyProgress progress;
    private final Consumer<CopyTally> committed;
    private volatile boolean committing;
    private boolean tried;
    private String at = "";

    /**
     * @param committed called after each batch with what is done
     */
    CopyPass(
            CopySpec spec,
            CopySide target,
            Checkpoint checkpoint,
            CopyProgress progress,
            Consumer<CopyTally> committed) {
        this.spec = spec;
        this.target = target;
        this.checkpoint = checkpoint;
        this.progress = progress;
        this.committed = committed;
    }

    /** Returns whether a commit is in progress; only the checkpoint shows whether it happened. */
    boolean committing() {
        return committing;
    }

    /** Describes where the current batch begins, for messages. */
    String at() {
        return at;
    }

    void delete(Deletions deletions, Optional<Object> since) {
        CopyMap map = deletions.map();
        Optional<List<Object>> after = checkpoint.position(Checkpoint.Phase.DELETIONS, map);
        try (SourceRows rows = new SourceRows(
                        map, map.identifying(), since, after, Optional.of(deletions.condition()), spec.batch());
                TargetRows there = new TargetRows(map, map.identifying(), true)) {
            for (List<CopiedRow> batch = next(map, rows); !batch.isEmpty(); batch = next(map, rows)) {
                delete(map, batch, there);
            }
        }
    }

    private void delete(CopyMap map, List<CopiedRow> batch, TargetRows there) {
        NewerRow newer = new NewerRow(map);
        Map<List<Object>, Object[]> found = there.find(batch);
        List<CopiedRow> gone = new ArrayList<>();
        long skipped = 0;
        for (CopiedRow row : batch) {
            Object[] other = found.remove(row.key(map.keys()));
            if (other == null) {
                continue; // never existed, or is already deleted
            }
            if (newer.isNewer(other, row) && leave(newer, other, row)) {
                skipped++;
            } else {
                gone.add(row);
            }
        }
        there.delete(gone);
        commit(map, Checkpoint.Phase.DELETIONS, batch, new CopyTally(0, 0, gone.size(), 0, skipped));
    }

    /**
     * @param all the number of rows, as far as known
     */
    void copy(CopyMap map, SoftDeletion soft, Optional<Object> since, long all) {
        checkpoint.begin(Checkpoint.Phase.ROWS);
        Optional<List<Object>> after = checkpoint.position(Checkpoint.Phase.ROWS, map);
        int width = map.pairs().size();
        try (SourceRows rows = new SourceRows(map, width, since, after, spec.batch());
                TargetRows there = new TargetRows(map, width, true)) {
            for (List<CopiedRow> batch = next(map, rows); !batch.isEmpty(); batch = next(map, rows)) {
                copy(map, soft, batch, there);
                CopyTally tally = checkpoint.tally();
                long seen = tally.inserted() + tally.updated() + tally.unchanged() + tally.skipped();
                progress.at("rows copied (" + tally.describe() + ")", seen, all);
            }
        }
        target.commit(); // the checkpoint's own, where no row was left to copy
    }

    private void copy(CopyMap map, SoftDeletion soft, List<CopiedRow> batch, TargetRows there) {
        NewerRow newer = new NewerRow(map);
        Map<List<Object>, Object[]> found = there.find(batch);
        List<CopiedRow> inserts = new ArrayList<>();
        List<CopiedRow> updates = new ArrayList<>();
        long deleted = 0;
        long unchanged = 0;
        long skipped = 0;
        for (CopiedRow row : batch) {
            Object[] other = found.get(row.key(map.keys()));
            if (other == null) {
                inserts.add(row);
            } else if (Arrays.equals(other, row.kept())) {
                unchanged++;
            } else if (newer.isNewer(other, row) && leave(newer, other, row)) {
                skipped++;
            } else {
                deleted += soft.deletes(other, row) ? 1 : 0;
                updates.add(row);
            }
        }
        there.insert(inserts);
        there.update(updates);
        tryOut(map, inserts, updates, there);
        commit(
                map,
                Checkpoint.Phase.ROWS,
                batch,
                new CopyTally(inserts.size(), updates.size() - deleted, deleted, unchanged, skipped));
    }

    private boolean leave(NewerRow newer, Object[] there, CopiedRow row) {
        if (spec.ifNewer() == CopySpec.IfNewer.REFUSE) {
            throw new CopyRefused("a row of '" + target.database() + "' became newer during the copy ("
                    + newer.describe(there, row) + "): stop the program that writes to it");
        }
        return spec.ifNewer() == CopySpec.IfNewer.SKIP;
    }

    private List<CopiedRow> next(CopyMap map, SourceRows rows) {
        List<CopiedRow> batch = rows.next(spec.batch());
        at = batch.isEmpty()
                ? ""
                : " (in the batch from " + map.key(batch.get(0).read()) + ")";
        Set<List<Object>> keys = new HashSet<>();
        for (CopiedRow row : batch) {
            if (!keys.add(row.key(map.keys()))) {
                throw new CopyRefused(map.source().who() + " has several rows with " + map.key(row.kept())
                        + ": the key is not unique");
            }
        }
        return batch;
    }

    /** Reads the first rows back before they are committed: a trigger, or a type, may have changed them. */
    private void tryOut(CopyMap map, List<CopiedRow> inserts, List<CopiedRow> updates, TargetRows there) {
        List<CopiedRow> written = new ArrayList<>(inserts);
        written.addAll(updates);
        if (tried || written.isEmpty()) {
            return;
        }
        tried = true;
        Map<List<Object>, Object[]> back = there.find(written);
        for (CopiedRow row : written) {
            Object[] other = back.get(row.key(map.keys()));
            if (other == null) {
                throw new CopyRefused(map.target().who() + " does not keep the row with " + map.key(row.kept())
                        + " that was written to it: look at its triggers");
            }
            for (int i = 0; i < other.length; i++) {
                if (!Objects.equals(other[i], row.kept()[i])) {
                    throw new CopyRefused(map.target().who() + " made '" + CopiedValue.text(other[i]) + "' of '"
                            + CopiedValue.text(row.kept()[i]) + "' in column '"
                            + map.pairs().get(i).target().name() + "' of the row with " + map.key(row.kept())
                            + ": look at its triggers and types");
                }
            }
        }
    }

    private void commit(CopyMap map, Checkpoint.Phase phase, List<CopiedRow> batch, CopyTally more) {
        checkpoint.advance(phase, SourceRows.position(map, batch.get(batch.size() - 1)), more);
        committing = true;
        target.commit();
        committing = false;
        committed.accept(checkpoint.tally());
    }
}
