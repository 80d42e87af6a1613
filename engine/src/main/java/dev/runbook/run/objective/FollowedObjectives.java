package dev.runbook.run.objective;

import dev.runbook.journal.event.FollowFinished;
import dev.runbook.journal.event.FollowStarted;
import dev.runbook.journal.event.Objective;
import dev.runbook.journal.event.Verdict;
import dev.runbook.model.RunObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The RTO and RPO verdicts of runbooks that were followed or fallen back to; each is reported beside the run's own and
 * changes no exit code. Thread-safe.
 */
public final class FollowedObjectives implements RunObserver {
    private final Map<String, FollowStarted> begun = new HashMap<>();
    /** By path: a runbook that was aborted ends once more when the run is resumed. */
    private final Map<String, FollowFinished> ended = new LinkedHashMap<>();

    @Override
    public synchronized void runbookStarted(FollowStarted runbook) {
        begun.put(runbook.step(), runbook);
    }

    @Override
    public synchronized void runbookEnded(FollowFinished runbook) {
        ended.put(runbook.step(), runbook);
    }

    /** Returns the verdicts in the order in which the runbooks ended. */
    public synchronized List<Verdict> verdicts(DataLosses losses) {
        List<Verdict> verdicts = new ArrayList<>();
        ended.forEach((path, follow) -> {
            long rto = begun.get(path).targets().rtoMs();
            if (rto >= 0) {
                verdicts.add(Verdicts.bound(
                        Objective.RTO,
                        follow.runbook(),
                        Duration.ofMillis(rto),
                        follow.status().recovered(),
                        Duration.ofMillis(follow.clockMs())));
            }
            losses.followed(path)
                    .forEach(lost -> verdicts.add(Verdicts.rpo(lost.runbook(), lost.data(), lost.rpo(), lost.loss())));
        });
        return verdicts;
    }
}
