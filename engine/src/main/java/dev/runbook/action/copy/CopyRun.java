package dev.runbook.action.copy;

import dev.runbook.AuthorException;
import dev.runbook.action.Outcome;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/** One attempt of a copy, on a separate thread: checks, copies, compares. */
final class CopyRun {
    private final CopySpec spec;
    private final CopySide source;
    private final CopySide target;
    private final String run;
    private final String step;
    private final CopyProgress progress;

    private volatile CopyTally committed = CopyTally.NONE;
    private volatile Optional<CopyPass> pass = Optional.empty();

    CopyRun(CopySpec spec, CopySide source, CopySide target, String run, String step, CopyProgress progress) {
        this.spec = spec;
        this.source = source;
        this.target = target;
        this.run = run;
        this.step = step;
        this.progress = progress;
    }

    Outcome perform() {
        try (source;
                target) {
            try {
                source.open();
                target.open();
            } catch (CopyFailure unreachable) {
                return CopyOutcome.notConnected(unreachable);
            }
            return copy();
        } catch (AuthorException refused) {
            return CopyOutcome.refused(committed, refused);
        } catch (CopyFailure failure) {
            return CopyOutcome.failed(
                    committed, failure, committing(), pass.map(CopyPass::at).orElse(""));
        }
    }

    private Outcome copy() {
        target.notPrimary().ifPresent(reason -> {
            throw new CopyRefused(
                    "database '" + target.database() + "' is not the primary: " + reason + "; nothing was copied");
        });
        CopyTable from = CopyTable.of(source, spec.table());
        CopyTable into = CopyTable.of(target, spec.into());
        CopyMap map = CopyMap.of(spec, from, into);
        Optional<Deletions> deletions = Deletions.of(spec, from, into);
        SoftDeletion soft = new SoftDeletion(map, spec.softDeleted());
        Optional<Object> since = spec.since().map(time -> since(time.values(), time.shown(), map.changed()));
        source.inTransactions();
        Checkpoint checkpoint = Checkpoint.of(target, spec, run, step);
        begin(map, checkpoint);

        CopyChecks checks = new CopyChecks(spec, checkpoint, progress);
        checks.requireKeyAndTime(map, since.isPresent());
        checks.timesAreInOrder(from, map.changed().source(), map.changed().kind());
        checks.timesAreInOrder(into, map.changed().target(), map.changed().kind());
        long all = CopyChecks.count(from, map.changed(), map.changed().source(), since);
        if (deletions.isPresent() && !checkpoint.isPast(Checkpoint.Phase.DELETIONS)) {
            checks.deletionsAreFew(deletions.get(), since);
        }
        checks.noneIsNewer(map, since, all);
        source.rollBack();

        change(map, deletions, soft, since, all, checkpoint);
        CopyComparison comparison = new CopyComparison(spec, map, since, progress);
        comparison.compare(all);
        if (!comparison.same()) {
            checkpoint.forget();
            target.commit();
        }
        return CopyOutcome.done(checkpoint.tally(), comparison);
    }

    private void begin(CopyMap map, Checkpoint checkpoint) {
        if (checkpoint.found()) {
            committed = checkpoint.tally();
            progress.note("continuing from the checkpoint of an earlier attempt: " + committed.describe());
        }
        List<String> computed = map.computedByTarget();
        if (!computed.isEmpty()) {
            progress.note("columns that '" + target.database() + "' computes itself, which are not copied: "
                    + String.join(", ", computed));
        }
        List<String> left = map.unfilledColumns();
        if (!left.isEmpty()) {
            progress.note(
                    "columns of '" + target.database() + "' the source does not fill: " + String.join(", ", left));
        }
    }

    private void change(
            CopyMap map,
            Optional<Deletions> deletions,
            SoftDeletion soft,
            Optional<Object> since,
            long all,
            Checkpoint checkpoint) {
        boolean made = map.pairs().stream().anyMatch(pair -> pair.target().made());
        Optional<String> take =
                made ? target.tables().takeGivenValues(map.target().name(), true) : Optional.empty();
        take.ifPresent(target::execute);
        target.inTransactions();
        CopyPass changing = new CopyPass(spec, target, checkpoint, progress, tally -> committed = tally);
        pass = Optional.of(changing);
        if (deletions.isPresent() && !checkpoint.isPast(Checkpoint.Phase.DELETIONS)) {
            changing.delete(deletions.get(), since);
            source.rollBack();
        }
        changing.copy(map, soft, since, all);
        source.rollBack();
        pass = Optional.empty();
        progress.note(committed.describe());
        if (committed.inserted() > 0) {
            target.tables().sequences().ifPresent(sequences -> advanceSequence(sequences, map));
        }
    }

    /** Advances the target's sequences, so that they do not generate keys that were copied. */
    private void advanceSequence(TableDialect.Sequences sequences, CopyMap map) {
        for (ColumnPair key : map.pairs().subList(0, map.keys())) {
            if (key.kind() == ColumnKind.NUMBER) {
                ask(sequences.behind(), map.target().name(), key.target().name())
                        .ifPresent(sequence -> advanceSequence(sequences.move(), sequence, map.target(), key.target()));
            }
        }
        target.commit();
    }

    private void advanceSequence(String move, String sequence, CopyTable table, Column key) {
        ask("select max(" + table.quoted(key) + ") from " + table.name())
                .flatMap(last -> ask(move, sequence, last, sequence, last))
                .ifPresent(last ->
                        progress.note("sequence " + sequence + " of '" + target.database() + "' advanced to " + last));
    }

    /** Returns the first value of the result. */
    private Optional<String> ask(String query, String... parameters) {
        PreparedStatement statement = target.prepare(query);
        return target.call(statement, () -> {
            try (statement) {
                for (int i = 0; i < parameters.length; i++) {
                    statement.setString(i + 1, parameters[i]);
                }
                try (ResultSet answer = statement.executeQuery()) {
                    return answer.next() ? Optional.ofNullable(answer.getString(1)) : Optional.<String>empty();
                }
            }
        });
    }

    private static Object since(List<Object> values, String shown, ColumnPair changed) {
        Object given = values.size() == 1 ? values.get(0) : shown;
        if (given instanceof Instant instant) {
            return instant(instant, changed);
        }
        try {
            return CopiedValue.of(changed.kind(), String.valueOf(given), changed.zone());
        } catch (DateTimeParseException | NumberFormatException unreadable) {
            throw new CopyRefused(
                    "since: '" + given + "' is not " + changed.kind().describeValue() + ", which column '"
                            + changed.source().name() + "' holds");
        }
    }

    private static Object instant(Instant instant, ColumnPair changed) {
        if (changed.kind() == ColumnKind.INSTANT) {
            return instant;
        }
        if (changed.kind() != ColumnKind.LOCAL_TIME && changed.kind() != ColumnKind.DAY) {
            throw new CopyRefused("column '" + changed.source().name() + "' holds "
                    + changed.kind().describe() + ", not points in time: give since: as the column holds it");
        }
        if (changed.zone().isEmpty()) {
            throw new CopyRefused("column '" + changed.source().name()
                    + "' has no time zone: say which its times are in with zone: 'UTC'");
        }
        LocalDateTime local = LocalDateTime.ofInstant(instant, changed.zone().get());
        return changed.kind() == ColumnKind.DAY ? local.toLocalDate() : local;
    }

    /** Returns what is known to be committed; called by the thread that stops the copy. */
    CopyTally committed() {
        return committed;
    }

    /** Returns whether rows of the target are being changed. */
    boolean changing() {
        return pass.isPresent();
    }

    private boolean committing() {
        return pass.map(CopyPass::committing).orElse(false);
    }
}
