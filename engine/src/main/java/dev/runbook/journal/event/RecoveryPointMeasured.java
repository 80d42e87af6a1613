package dev.runbook.journal.event;

import dev.runbook.time.TimeText;
import java.util.Optional;

/**
 * A recovery point was measured: the instant up to which data is safe.
 *
 * @param data the name of the kind of data it is about; empty for all data
 * @param lossMs the loss as far as known then; -1 if unknown
 * @param loss the loss with what it was computed from; empty in a journal of an older engine
 */
public record RecoveryPointMeasured(
        String step, String data, @IsoInstant String instant, long lossMs, Optional<DataLoss> loss) implements Event {
    public RecoveryPointMeasured {
        loss = loss.filter(DataLoss::isRecorded);
    }

    /** Returns the loss in words: {@code 1.2s of data lost: 2026-01-31T12:00:05.200Z (writes stopped: …) − …}. */
    public String describe() {
        return (data.isEmpty() ? "" : data + ": ")
                + loss.map(DataLoss::describe)
                        .orElseGet(() -> "recovery point " + instant + ": " + TimeText.ofMs(Math.max(0, lossMs))
                                + " of data lost");
    }
}
