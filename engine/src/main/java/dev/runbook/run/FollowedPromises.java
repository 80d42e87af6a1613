package dev.runbook.run;

import dev.runbook.journal.Entry;
import dev.runbook.journal.Event;
import dev.runbook.journal.Event.Verdict;
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
final class FollowedPromises {
    private final Map<String, Event.FollowStarted> begun = new HashMap<>();
    /** By path: a runbook that was aborted ends once more when the run is resumed. */
    private final Map<String, Event.FollowFinished> ended = new LinkedHashMap<>();

    synchronized void add(Entry entry) {
        if (entry.event() instanceof Event.FollowStarted follow) {
            begun.put(follow.step(), follow);
        } else if (entry.event() instanceof Event.FollowFinished follow) {
            ended.put(follow.step(), follow);
        }
    }

    /** Returns the verdicts in the order in which the runbooks ended. */
    synchronized List<Verdict> verdicts(DataLosses losses) {
        List<Verdict> verdicts = new ArrayList<>();
        ended.forEach((path, follow) -> {
            long rto = begun.get(path).rtoMs();
            if (rto >= 0) {
                verdicts.add(Verdicts.bound(
                        "RTO of " + follow.runbook(),
                        Duration.ofMillis(rto),
                        Verdicts.recovered(follow.result()),
                        Duration.ofMillis(follow.clockMs())));
            }
            losses.followed(path)
                    .ifPresent(lost -> verdicts.add(Verdicts.rpo("RPO of " + lost.runbook(), lost.rpo(), lost.loss())));
        });
        return verdicts;
    }
}
