package dev.runbook.trigger;

import dev.runbook.time.TimeText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Decides what follows from judged triggers: which windows are complete, which trigger acts for each lock, and which
 * are covered. Pure; the caller keeps the state.
 */
public final class TriggerEvaluation {
    private final Instant now;
    private final List<LastStart> starts;
    private final Function<Start, Optional<String>> holder;
    /** The trigger that starts a run in this evaluation, by what it claims. */
    private final Map<String, Trigger> claimed = new HashMap<>();

    /**
     * @param starts the latest starts by triggers
     * @param holder returns who holds a lock of the runbook now, for people; empty if nobody does
     */
    public TriggerEvaluation(Instant now, List<LastStart> starts, Function<Start, Optional<String>> holder) {
        this.now = now;
        this.starts = List.copyOf(starts);
        this.holder = holder;
    }

    /** A trigger, its judgement, and its state after that judgement. */
    public record Judged(Trigger trigger, Judgement judgement, TriggerState state) {}

    /** Returns one decision for each trigger, in the order given. */
    public List<Decision> decide(List<Judged> judged) {
        Map<Trigger, Decision> decisions = new HashMap<>();
        List<Judged> bySeverity = new ArrayList<>(judged);
        bySeverity.sort(Comparator.comparing(one -> one.trigger().severity()));
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
        for (String claim : start.claims()) {
            if (claimed.containsKey(claim)) {
                return new Decision(
                        judged.trigger(),
                        judged.judgement(),
                        judged.state().afterFiring(),
                        Decision.Effect.COVERED,
                        claimed.get(claim).name());
            }
        }
        Optional<String> holding = holder.apply(start);
        if (holding.isPresent()) {
            return with(judged, Decision.Effect.LOCKED, holding.get());
        }
        Optional<Duration> rest = start.claims().stream()
                .flatMap(claim -> starts.stream().filter(last -> last.claim().equals(claim)))
                .flatMap(last -> last.rest(judged.trigger().rest(), now).stream())
                .max(Comparator.naturalOrder());
        if (rest.isPresent()) {
            return with(judged, Decision.Effect.COOLDOWN, TimeText.of(rest.get()));
        }
        start.claims().forEach(claim -> claimed.put(claim, judged.trigger()));
        return fired(judged, Decision.Effect.STARTS);
    }

    private static Decision fired(Judged judged, Decision.Effect effect) {
        return new Decision(judged.trigger(), judged.judgement(), judged.state().afterFiring(), effect, "");
    }

    private static Decision with(Judged judged, Decision.Effect effect, String reason) {
        return new Decision(judged.trigger(), judged.judgement(), judged.state(), effect, reason);
    }
}
