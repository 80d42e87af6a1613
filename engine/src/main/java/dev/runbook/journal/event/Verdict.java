package dev.runbook.journal.event;

/**
 * The verdict on an objective.
 *
 * @param runbook the id of the followed runbook that declares it; empty for the run's own
 * @param data the name of the kind of data an RPO is about; empty for all data
 * @param loss of an RPO: the data loss that was judged; without data for other objectives
 */
public record Verdict(
        Objective objective,
        String runbook,
        String data,
        Outcome verdict,
        long targetMs,
        long actualMs,
        String why,
        DataLoss loss) {
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

    public boolean missed() {
        return verdict == Outcome.MISSED;
    }
}
