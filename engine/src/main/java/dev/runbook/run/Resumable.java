package dev.runbook.run;

import dev.runbook.AuthorException;
import dev.runbook.journal.Entry;
import dev.runbook.journal.Event;
import dev.runbook.journal.JournalException;
import dev.runbook.journal.JournalText;
import dev.runbook.journal.RunFolder;
import dev.runbook.plan.Plan;
import java.util.List;
import java.util.Optional;

/** Whether a run can go on: it has begun, has not ended but by being aborted, and its journal is whole. */
final class Resumable {
    private Resumable() {}

    /** @throws NotStartedException when an engine is still at it */
    static void mustNotBeLive(RunFolder folder) {
        if (folder.live()) {
            throw new NotStartedException("not started: an engine is still at run " + folder.id()
                    + "\n  runbook attach " + folder.id() + " follows it, runbook abort " + folder.id() + " stops it");
        }
    }

    /** @throws AuthorException when it cannot, saying why and what to do instead */
    static JournalText of(RunFolder folder) {
        JournalText text = folder.read();
        if (text.tail() == JournalText.Tail.DAMAGED) {
            throw new AuthorException("run " + folder.id() + " cannot go on: its journal is damaged at " + text.damage()
                    + "\n  start the runbook anew with --from the step where it has to go on");
        }
        if (text.entries().isEmpty()) {
            throw new AuthorException(
                    "run " + folder.id() + " cannot go on: it died before its first record; run it anew");
        }
        if (text.entries().stream().anyMatch(Resumable::gaveWay)) {
            throw new AuthorException("run " + folder.id()
                    + " cannot go on: it gave way to an incident and took back what it had done; drill anew");
        }
        if (ended(text)) {
            throw new AuthorException("run " + folder.id() + " has ended; there is nothing to resume");
        }
        return text;
    }

    /**
     * Whether the runbook is another than the one the run began with, in words for the record.
     *
     * @throws AuthorException when it is and nobody has said to go on all the same
     */
    static Optional<String> changed(List<Entry> entries, Plan plan, Resumption resumption, RunFolder folder) {
        Event.RunStarted start = (Event.RunStarted) entries.get(0).event();
        if (start.textHash().equals(TextHash.of(plan.text()))) {
            return Optional.empty();
        }
        if (!resumption.acceptChanged()) {
            throw new AuthorException("run " + folder.id() + " cannot go on: " + plan.id()
                    + " has changed since it began\n  what ran is kept in "
                    + folder.keptRunbook()
                    + "; --accept-changed goes on with the new text");
        }
        return Optional.of(plan.id() + " has changed since the run began; the operator accepted the new text");
    }

    static boolean unfinished(RunFolder folder) {
        try {
            JournalText text = folder.read();
            return !text.entries().isEmpty() && !ended(text);
        } catch (JournalException unreadable) {
            return false;
        }
    }

    private static boolean gaveWay(Entry entry) {
        return entry.event() instanceof Event.SignalReceived signal
                && signal.signal().equals(StopRequest.GIVE_WAY);
    }

    private static boolean ended(JournalText text) {
        Event last = text.entries().get(text.entries().size() - 1).event();
        return last instanceof Event.RunFinished end && !end.status().equals(RunStatus.ABORTED.word());
    }
}
