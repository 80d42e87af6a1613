package dev.runbook.run;

import dev.runbook.AuthorException;
import dev.runbook.journal.Entry;
import dev.runbook.journal.JournalException;
import dev.runbook.journal.JournalText;
import dev.runbook.journal.RunFolder;
import dev.runbook.journal.event.FailureTrace;
import dev.runbook.journal.event.RunFinished;
import dev.runbook.journal.event.RunStatus;
import dev.runbook.model.RunModel;
import dev.runbook.run.lock.NotStartedException;
import dev.runbook.run.resume.Resumption;
import dev.runbook.value.EnumWord;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Checks whether a run can be resumed: its engine died, it was aborted, or it failed and nothing was done about that;
 * and its journal is intact.
 */
final class Resumable {
    private Resumable() {}

    /** @throws NotStartedException when another engine process still executes the run */
    static void mustNotBeLive(RunFolder folder) {
        if (folder.live()) {
            throw new NotStartedException("not started: run " + folder.id()
                    + " is still being executed by another engine" + "\n  runbook attach " + folder.id()
                    + " follows it, runbook abort " + folder.id() + " stops it");
        }
    }

    /** @throws AuthorException when the run cannot be resumed, with the reason and what to do instead */
    static JournalText of(RunFolder folder) {
        JournalText text = folder.read();
        String dead = folder.lifecycle(text).dead();
        if (!dead.isEmpty()) {
            throw new AuthorException(dead);
        }
        RunModel model = RunModel.replay(text.entries());
        model.unknownRecord().ifPresent(kind -> {
            throw new AuthorException(
                    "run " + folder.id() + " cannot be resumed here: a newer engine wrote its journal, which has a '"
                            + kind + "'\n  resume it with that engine");
        });
        if (model.undone()) { // a run that died on the way continues undoing
            throw new AuthorException("run " + folder.id()
                    + " cannot be resumed: it yielded to an incident and undid its steps; start it again");
        }
        text.end().ifPresent(end -> mustNotBeOver(folder.id(), end));
        return text;
    }

    /** @throws AuthorException unless the run was aborted, or failed and nothing was done about that */
    private static void mustNotBeOver(String run, RunFinished end) {
        if (end.status() == RunStatus.ABORTED && end.trace().barrier() != FailureTrace.Barrier.CLEANED_UP) {
            return;
        }
        if (end.status() != RunStatus.FAILED && end.status() != RunStatus.ABORTED) {
            throw new AuthorException(
                    "run " + run + " cannot be resumed: it has ended (" + EnumWord.phrase(end.status()) + ")");
        }
        if (!end.trace().resumable()) {
            throw new AuthorException(
                    "run " + run + " cannot be resumed: " + end.trace().obstacle()
                            + "\n  start the runbook again, with --from the step where it has to continue");
        }
    }

    /**
     * Returns the files of a run that differ from those it has used so far.
     *
     * @throws AuthorException when some differ and nobody has accepted the change
     */
    static Map<String, String> changed(List<Entry> entries, RunInputs now, Resumption resumption, RunFolder folder) {
        Map<String, String> changed = now.changedSince(entries);
        if (!changed.isEmpty() && !resumption.acceptChanged()) {
            throw new AuthorException("run " + folder.id() + " cannot be resumed: " + describe(changed.keySet())
                    + " changed since it began\n  compare it with what ran: "
                    + folder.keptRunbook()
                    + "\n  --accept-changed continues with what is there now");
        }
        return changed;
    }

    /** {@code erpgo/x.groovy has}, {@code erpgo/x.groovy, the environment (environment.json) have}. */
    static String describe(Set<String> names) {
        String all = names.stream()
                .map(name -> name.equals(RunInputs.ENVIRONMENT) ? "the environment (" + name + ")" : name)
                .collect(Collectors.joining(", "));
        return all + (names.size() == 1 ? " has" : " have");
    }

    static boolean unfinished(RunFolder folder) {
        try {
            JournalText text = folder.read();
            return !text.entries().isEmpty() && !ended(text);
        } catch (JournalException unreadable) {
            return false;
        }
    }

    private static boolean ended(JournalText text) {
        return text.end().filter(end -> end.status() != RunStatus.ABORTED).isPresent();
    }
}
