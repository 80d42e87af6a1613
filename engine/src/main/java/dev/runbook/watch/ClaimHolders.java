package dev.runbook.watch;

import dev.runbook.run.lock.Locks;
import dev.runbook.trigger.FollowUp;
import dev.runbook.trigger.Start;
import dev.runbook.trigger.TriggerSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds who holds what a runbook needs: a run with its lock, or a run that was requested. Used by one thread. */
final class ClaimHolders {
    private final WatchContext context;
    private final TriggerSet set;
    private final RunRequests requests;

    ClaimHolders(WatchContext context, TriggerSet set, RunRequests requests) {
        this.context = context;
        this.set = set;
        this.requests = requests;
    }

    /** Returns the holder for people; empty if there is none. */
    Optional<String> of(Start start) {
        boolean incident = start.approval().isEmpty();
        return Locks.holder(context.locks(), context.environment().name(), start.locks(), incident)
                .or(() -> requests.open().stream()
                        .filter(one -> claims(one).stream().anyMatch(start.claims()::contains))
                        .map(one -> "a run that trigger '" + one.trigger() + "' has requested")
                        .findFirst());
    }

    private Set<String> claims(WatchState.Requested request) {
        Stream<Start> starts = Stream.concat(
                set.triggers().stream()
                        .filter(trigger -> trigger.name().equals(request.trigger()))
                        .flatMap(trigger -> trigger.start().stream()),
                set.followUps().stream()
                        .filter(followUp -> followUp.name().equals(request.trigger()))
                        .map(FollowUp::start));
        return starts.map(Start::claims).findFirst().orElse(Set.of());
    }
}
