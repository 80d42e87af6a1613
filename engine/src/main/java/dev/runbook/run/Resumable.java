package dev.runbook.run;

import dev.runbook.AuthorException;
import dev.runbook.journal.Entry;
import dev.runbook.journal.Event;
import dev.runbook.journal.JournalException;
import dev.runbook.journal.JournalText;
import dev.runbook.journal.RunFolder;
import dev.runbook.value.Words;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
        String dead = folder.standing(text).dead();
        if (!dead.isEmpty()) {
            throw new AuthorException(dead);
        }
        unfamiliar(text).ifPresent(kind -> {
            throw new AuthorException(
                    "run " + folder.id() + " cannot be resumed here: a newer engine wrote its journal, which has a '"
                            + kind + "'\n  resume it with that engine");
        });
        if (gaveWay(text)) {
            throw new AuthorException("run " + folder.id()
                    + " cannot be resumed: it gave way to an incident and undid its steps; start it again");
        }
        text.end().ifPresent(end -> mustNotBeOver(folder.id(), end));
        return text;
    }

    /** @throws AuthorException unless the run was aborted, or failed and nothing was done about that */
    private static void mustNotBeOver(String run, Event.RunFinished end) {
        if (end.status().equals(RunStatus.ABORTED.word())) {
            return;
        }
        if (!end.status().equals(RunStatus.FAILED.word())) {
            throw new AuthorException(
                    "run " + run + " cannot be resumed: it has ended (" + Words.describe(end.status()) + ")");
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
                    + " changed since it began\n  what ran is kept in "
                    + folder.keptRunbook()
                    + "; --accept-changed continues with what is there now");
        }
        return changed;
    }

    /** {@code erpgo/x.groovy has}, {@code erpgo/x.groovy, environment.json have}. */
    static String describe(Set<String> names) {
        return String.join(", ", names) + (names.size() == 1 ? " has" : " have");
    }

    static boolean unfinished(RunFolder folder) {
        try {
            JournalText text = folder.read();
            return !text.entries().isEmpty() && !ended(text);
        } catch (JournalException unreadable) {
            return false;
        }
    }

    /** Returns whether the run gave way, undid its steps and ended; a run that died on the way continues undoing. */
    private static boolean gaveWay(JournalText text) {
        List<Event> events = text.entries().stream().map(Entry::event).toList();
        return events.get(events.size() - 1) instanceof Event.RunFinished
                && events.stream().anyMatch(Resumable::takenBack);
    }

    private static boolean takenBack(Event event) {
        return event instanceof Event.Noted noted && noted.kind().equals(Event.Noted.TAKEN_BACK);
    }

    private static boolean ended(JournalText text) {
        return text.end()
                .filter(end -> !end.status().equals(RunStatus.ABORTED.word()))
                .isPresent();
    }

    private static Optional<String> unfamiliar(JournalText text) {
        return text.entries().stream()
                .map(Entry::event)
                .filter(Event.Unfamiliar.class::isInstance)
                .map(event -> ((Event.Unfamiliar) event).kind())
                .findFirst();
    }
}
