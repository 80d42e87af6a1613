package dev.runbook.watch;

import dev.runbook.trigger.FollowUp;
import dev.runbook.trigger.Start;
import dev.runbook.trigger.TriggerSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Decides which runbooks of one file follow ended runs now, each once for a run. A run whose time had come before the
 * trigger was first watched is ignored, so that a new trigger does not start anything for old runs. Used by one thread.
 */
final class FollowUpWatch {
    private static final Duration RETRY = Duration.ofMinutes(5);

    private final List<FollowUp> followUps;
    private final EndedRuns runs;
    private final Function<Start, Optional<String>> holder;
    private final Map<String, Long> since = new LinkedHashMap<>();
    private final List<WatchState.Followed> followed = new ArrayList<>();

    /** @param holder returns who holds a lock of the runbook now; empty if nobody does */
    FollowUpWatch(TriggerSet set, EndedRuns runs, Function<Start, Optional<String>> holder) {
        this.followUps = set.followUps();
        this.runs = runs;
        this.holder = holder;
    }

    void load(WatchState state) {
        since.clear();
        followed.clear();
        state.since().forEach(first -> since.put(first.trigger(), first.at()));
        followed.addAll(state.followed());
    }

    List<WatchState.Since> since() {
        return since.entrySet().stream()
                .map(first -> new WatchState.Since(first.getKey(), first.getValue()))
                .toList();
    }

    List<WatchState.Followed> followed() {
        return List.copyOf(followed);
    }

    /** Returns what follows ended runs, with what is still to come; the earliest first. */
    List<FollowUpDecision> decide(Instant now) {
        List<FollowUpDecision> decisions = new ArrayList<>();
        for (FollowUp followUp : followUps) {
            since.putIfAbsent(followUp.name(), now.toEpochMilli());
            decisions.addAll(decide(followUp, now));
        }
        decisions.sort(Comparator.comparing(FollowUpDecision::dueAt));
        return decisions;
    }

    private List<FollowUpDecision> decide(FollowUp followUp, Instant now) {
        Duration longest = followUp.after().stream()
                .map(FollowUp.After::time)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        Instant oldest = now.minus(EndedRuns.longest(longest));
        followed.removeIf(one -> one.trigger().equals(followUp.name()) && one.at() < oldest.toEpochMilli());
        Set<String> runbooks =
                followUp.after().stream().map(FollowUp.After::runbook).collect(Collectors.toSet());
        List<FollowUpDecision> decisions = new ArrayList<>();
        for (EndedRun run : runs.of(runbooks, oldest)) {
            followUp.after().stream()
                    .filter(after -> after.runbook().equals(run.runbook()))
                    .map(after -> run.at().plus(after.time()))
                    .filter(due -> due.toEpochMilli() >= since.get(followUp.name()))
                    .filter(due -> mayFollow(followUp, run, now))
                    .map(due -> decision(followUp, run, due, now))
                    .forEach(decisions::add);
        }
        return decisions;
    }

    private boolean mayFollow(FollowUp followUp, EndedRun run, Instant now) {
        return followed.stream()
                .filter(one ->
                        one.trigger().equals(followUp.name()) && one.run().equals(run.run()))
                .allMatch(one -> one.retryAt() >= 0 && one.retryAt() <= now.toEpochMilli());
    }

    private FollowUpDecision decision(FollowUp followUp, EndedRun run, Instant due, Instant now) {
        if (due.isAfter(now)) {
            return new FollowUpDecision(followUp, run, due, FollowUpDecision.Effect.WAITS, "");
        }
        if (!followUp.enabled()) {
            return new FollowUpDecision(followUp, run, due, FollowUpDecision.Effect.DISABLED, "");
        }
        return holder.apply(followUp.start())
                .map(by -> new FollowUpDecision(followUp, run, due, FollowUpDecision.Effect.LOCKED, by))
                .orElseGet(() -> new FollowUpDecision(followUp, run, due, FollowUpDecision.Effect.STARTS, ""));
    }

    /** Remembers that the runbook of a follow-up was requested for a run. */
    void follows(FollowUpDecision decision, Incident incident, Instant now) {
        forget(decision.followUp().name(), decision.run().run());
        followed.add(new WatchState.Followed(
                decision.followUp().name(), decision.run().run(), incident.id(), now.toEpochMilli(), -1));
    }

    /** Lets a follow-up whose request had no effect be requested again later. */
    void withoutEffect(String incident, Instant now) {
        followed.replaceAll(one -> one.incident().equals(incident)
                ? new WatchState.Followed(
                        one.trigger(),
                        one.run(),
                        incident,
                        one.at(),
                        now.plus(RETRY).toEpochMilli())
                : one);
    }

    /** Forgets triggers that are no longer declared. */
    void forget(Set<String> triggers) {
        since.keySet().removeAll(triggers);
        followed.removeIf(one -> triggers.contains(one.trigger()));
    }

    private void forget(String trigger, String run) {
        followed.removeIf(one -> one.trigger().equals(trigger) && one.run().equals(run));
    }
}
