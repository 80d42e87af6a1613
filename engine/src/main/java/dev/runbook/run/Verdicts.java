package dev.runbook.run;

import dev.runbook.journal.DataLoss;
import dev.runbook.journal.Event.Verdict;
import dev.runbook.plan.Plan;
import dev.runbook.plan.Promise;
import dev.runbook.time.TimeText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Determines which objectives were met, and the exit code that follows. */
final class Verdicts {
    static final String KEPT = "kept";
    static final String BROKEN = "broken";
    static final String NOT_MEASURED = "notMeasured";

    private Verdicts() {}

    /** @param partial whether only a part of the runbook was run */
    static List<Verdict> of(Plan plan, RunStatus status, Duration elapsed, DataLoss loss, boolean partial) {
        List<Verdict> verdicts = new ArrayList<>();
        plan.promise().ifPresent(promise -> verdicts.addAll(rto(promise, recovered(status.word()), elapsed, partial)));
        plan.rpo().ifPresent(rpo -> verdicts.add(rpo("RPO", rpo, loss)));
        return verdicts;
    }

    /** @param status the status of a run, as journals write it */
    static boolean recovered(String status) {
        return status.equals(RunStatus.SUCCEEDED.word()) || status.equals(RunStatus.FELL_BACK.word());
    }

    private static List<Verdict> rto(Promise promise, boolean recovered, Duration elapsed, boolean partial) {
        List<Verdict> verdicts = new ArrayList<>();
        verdicts.add(bound("RTO", promise.rto(), recovered, elapsed, partial));
        promise.limit().ifPresent(limit -> verdicts.add(bound("RTO limit", limit, recovered, elapsed, partial)));
        return verdicts;
    }

    static Verdict bound(String name, Duration promised, boolean recovered, Duration elapsed) {
        return bound(name, promised, recovered, elapsed, false);
    }

    private static Verdict bound(String name, Duration promised, boolean recovered, Duration elapsed, boolean partial) {
        Duration over = elapsed.minus(promised);
        boolean late = over.compareTo(Duration.ZERO) > 0;
        String why = !recovered ? "the recovery did not succeed" : late ? TimeText.of(over) + " over" : "";
        if (recovered && !late && partial) {
            return new Verdict(name, NOT_MEASURED, promised.toMillis(), -1, "only a part of the runbook was run");
        }
        return new Verdict(name, recovered && !late ? KEPT : BROKEN, promised.toMillis(), elapsed.toMillis(), why);
    }

    /**
     * Judges an RPO: an upper bound of the loss can show that it was met; only a known loss can show that it was
     * missed.
     */
    static Verdict rpo(String name, Duration rpo, DataLoss loss) {
        if (!loss.isMeasured()) {
            return new Verdict(name, NOT_MEASURED, rpo.toMillis(), -1, loss.whyMissing(), loss);
        }
        Duration lost = Duration.ofMillis(loss.lossMs());
        if (lost.compareTo(rpo) <= 0) {
            return new Verdict(name, KEPT, rpo.toMillis(), loss.lossMs(), "", loss);
        }
        return loss.upperBound()
                ? new Verdict(
                        name,
                        NOT_MEASURED,
                        rpo.toMillis(),
                        -1,
                        loss.amount() + " of data lost: no step with stopsWrites() says when writes stopped",
                        loss)
                : new Verdict(
                        name,
                        BROKEN,
                        rpo.toMillis(),
                        loss.lossMs(),
                        TimeText.of(lost.minus(rpo)) + " more data lost than promised",
                        loss);
    }

    /**
     * Returns the exit code: 0 objectives met · 1 failed · 3 succeeded, an objective missed · 4 fell back · 130 or 143
     * aborted by a signal.
     */
    static int exitCode(RunStatus status, List<Verdict> verdicts, int signalExit) {
        return switch (status) {
            case SUCCEEDED ->
                verdicts.stream().anyMatch(verdict -> verdict.verdict().equals(BROKEN)) ? 3 : 0;
            case FAILED -> 1;
            case FELL_BACK -> 4;
            case ABORTED -> signalExit > 0 ? signalExit : 1;
        };
    }
}
