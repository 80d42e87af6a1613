package dev.runbook.run;

import dev.runbook.journal.Entry;
import dev.runbook.journal.RunFolder;
import dev.runbook.journal.SigningKey;
import dev.runbook.journal.event.RunFinished;
import dev.runbook.model.RunObserver;

/** Signs the journal of a run with the environment's key when the run ends. */
final class JournalSigner implements RunObserver {
    private final RunFolder folder;
    private final SigningKey key;
    private Entry last;

    JournalSigner(RunFolder folder, SigningKey key) {
        this.folder = folder;
        this.key = key;
    }

    @Override
    public void at(Entry entry) {
        last = entry;
    }

    @Override
    public void runEnded(RunFinished end) {
        folder.sign(key, last);
    }
}
