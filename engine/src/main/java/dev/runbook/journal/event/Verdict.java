package dev.runbook.journal.event;

import java.util.Optional;

/**
 * The verdict on an objective.
 *
 * @param runbook the id of the followed runbook that declares it; empty for the run's own
 * @param data the name of the kind of data an RPO is about; empty for all data
 * @param loss of an RPO: the data loss that was judged; empty for other objectives
 */
public record Verdict(
        Objective objective,
        String runbook,
        String data,
        Outcome verdict,
        long targetMs,
        long actualMs,
        String why,
        Optional<DataLoss> loss) {
    public Verdict {
        loss = loss.filter(DataLoss::isRecorded);
    }

    /** Whether an objective was met. */
    public enum Outcome {
        NOT_MEASURED,
        MET,
        MISSED
    }

    /** Returns the objective for people: {@code RTO}, {@code RPO of erpgo/database-pitr}, {@code RPO History}. */
    public String name() {
        return objective.describe() + (data.isEmpty() ? "" : " " + data) + (runbook.isEmpty() ? "" : " of " + runbook);
    }

    /** Returns the data loss that was judged, if it was measured. */
    public Optional<DataLoss> measuredLoss() {
        return loss.filter(DataLoss::isMeasured);
    }

    /** Returns whether the actual value may be smaller. */
    public boolean upperBound() {
        return loss.filter(DataLoss::upperBound).isPresent();
    }

    public boolean missed() {
        return verdict == Outcome.MISSED;
    }
}
