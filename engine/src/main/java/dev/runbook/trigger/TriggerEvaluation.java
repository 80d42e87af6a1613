package dev.runbook.trigger;

import dev.runbook.time.TimeText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Decides what follows from judged triggers: which windows are complete, which trigger acts for each lock, and which
 * are covered. Pure; the caller keeps the state.
 */
public final class TriggerEvaluation {
    private final Instant now;
    private final List<LastStart> starts;
    private final Set<String> fired;
    private final Function<Start, Optional<String>> holder;
    private final Predicate<LastStart> approved;
    /** The trigger that starts a run in this evaluation, by what it claims. */
    private final Map<String, Trigger> claimed = new HashMap<>();

    /**
     * @param starts the latest starts by triggers
     * @param fired the triggers that have fired and had no good sample since: what they started is for the same
     *     incident
     * @param holder returns who holds a lock of the runbook now, for people; empty if nobody does
     * @param approved whether a start that had to wait for an approval has received it
     */
    public TriggerEvaluation(
            Instant now,
            List<LastStart> starts,
            Set<String> fired,
            Function<Start, Optional<String>> holder,
            Predicate<LastStart> approved) {
        this.now = now;
        this.starts = List.copyOf(starts);
        this.fired = new HashSet<>(fired);
        this.holder = holder;
        this.approved = approved;
    }

    /** A trigger, its judgement, and its state after that judgement. */
    public record Judged(Trigger trigger, Judgement judgement, TriggerState state) {}

    /** Returns one decision for each trigger, in the order given. */
    public List<Decision> decide(List<Judged> judged) {
        judged.stream()
                .filter(one -> !one.state().fired())
                .forEach(one -> fired.remove(one.trigger().name()));
        Map<Trigger, Decision> decisions = new HashMap<>();
        List<Judged> bySeverity = new ArrayList<>(judged);
        bySeverity.sort(Comparator.comparing((Judged one) -> one.trigger().severity())
                .thenComparing(
                        one -> one.trigger().start().flatMap(Start::approval).isPresent()));
        bySeverity.forEach(one -> decisions.put(one.trigger(), decide(one)));
        return judged.stream().map(one -> decisions.get(one.trigger())).toList();
    }

    private Decision decide(Judged judged) {
        Trigger trigger = judged.trigger();
        boolean bad = judged.state().bad() > 0 && judged.state().lastBad() == now.toEpochMilli();
        if (!bad) {
            return new Decision(
                    trigger,
                    judged.judgement(),
                    judged.state(),
                    judged.judgement() == Judgement.GOOD ? Decision.Effect.NONE : Decision.Effect.NO_DATA,
                    "");
        }
        if (!trigger.enabled()) {
            return with(judged, Decision.Effect.DISABLED, "");
        }
        if (!judged.state().reached(trigger.window(), now)) {
            return with(judged, Decision.Effect.WINDOW_OPEN, "");
        }
        if (judged.state().fired()) {
            return with(judged, Decision.Effect.FIRED_BEFORE, "");
        }
        return trigger.start()
                .map(start -> starts(judged, start))
                .orElseGet(() -> fired(judged, Decision.Effect.TELLS));
    }

    private Decision starts(Judged judged, Start start) {
        Optional<String> cover = cover(judged.trigger(), start);
        if (cover.isPresent()) {
            return new Decision(
                    judged.trigger(),
                    judged.judgement(),
                    judged.state().afterFiring(),
                    Decision.Effect.COVERED,
                    cover.get());
        }
        Optional<String> holding = holder.apply(start);
        if (holding.isPresent()) {
            return with(judged, Decision.Effect.LOCKED, holding.get());
        }
        Optional<Duration> rest = start.claims().stream()
                .flatMap(claim -> starts.stream().filter(last -> last.claim().equals(claim)))
                .filter(last -> rests(start, last))
                .flatMap(last -> last.rest(judged.trigger().rest(), now).stream())
                .max(Comparator.naturalOrder());
        if (rest.isPresent()) {
            return with(judged, Decision.Effect.COOLDOWN, TimeText.of(rest.get()));
        }
        start.claims().forEach(claim -> claimed.put(claim, judged.trigger()));
        return fired(judged, start.approval().isPresent() ? Decision.Effect.ASKS : Decision.Effect.STARTS);
    }

    /** A start that nobody has approved delays another question, and no start. */
    private boolean rests(Start start, LastStart last) {
        return last.beganAtOnce() || start.approval().isPresent() || approved.test(last);
    }

    /** Returns the trigger, not less severe, that starts or has started a run for the same lock and incident. */
    private Optional<String> cover(Trigger trigger, Start start) {
        return start.claims().stream()
                .filter(claimed::containsKey)
                .map(claim -> claimed.get(claim).name())
                .findFirst()
                .or(() -> starts.stream()
                        .filter(last -> start.claims().contains(last.claim()))
                        .filter(last -> fired.contains(last.trigger()))
                        .filter(last -> last.severity().compareTo(trigger.severity()) <= 0)
                        .map(LastStart::trigger)
                        .findFirst());
    }

    private static Decision fired(Judged judged, Decision.Effect effect) {
        return new Decision(judged.trigger(), judged.judgement(), judged.state().afterFiring(), effect, "");
    }

    private static Decision with(Judged judged, Decision.Effect effect, String reason) {
        return new Decision(judged.trigger(), judged.judgement(), judged.state(), effect, reason);
    }
}
