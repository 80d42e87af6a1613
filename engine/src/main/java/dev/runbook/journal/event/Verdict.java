package dev.runbook.journal.event;

/**
 * The verdict on an objective.
 *
 * @param runbook the id of the followed runbook that declares it; empty for the run's own
 * @param loss of an RPO: the data loss that was judged; without data for other objectives
 */
public record Verdict(
        Objective objective, String runbook, Outcome verdict, long targetMs, long actualMs, String why, DataLoss loss) {
    /** Whether an objective was met. */
    public enum Outcome {
        NOT_MEASURED,
        MET,
        MISSED
    }

    /** Returns the objective for people: {@code RTO}, {@code RPO of erpgo/database-pitr}. */
    public String name() {
        return objective.describe() + (runbook.isEmpty() ? "" : " of " + runbook);
    }

    public boolean missed() {
        return verdict == Outcome.MISSED;
    }
}
