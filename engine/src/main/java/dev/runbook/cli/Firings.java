package dev.runbook.cli;

import dev.runbook.AuthorException;
import dev.runbook.environment.Masker;
import dev.runbook.time.Clock;
import dev.runbook.trigger.Decision;
import dev.runbook.trigger.Sample;
import dev.runbook.trigger.Trigger;
import dev.runbook.watch.EvaluationListener;
import dev.runbook.watch.TriggerWatch;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Records which triggers fire after a fault, and when their samples turned bad. Used by one thread. */
final class Firings implements EvaluationListener {
    /** The decisions on a trigger whose window is complete, whatever other triggers do. */
    private static final Set<Decision.Effect> FIRED = EnumSet.of(
            Decision.Effect.STARTS,
            Decision.Effect.ASKS,
            Decision.Effect.TELLS,
            Decision.Effect.COVERED,
            Decision.Effect.LOCKED,
            Decision.Effect.COOLDOWN);

    private final Clock machine;
    private final Masker masker;
    private final Map<String, Turn> turned = new HashMap<>();
    private final Map<Trigger, Firing> firings = new LinkedHashMap<>();
    private final Map<String, Integer> samples = new HashMap<>();
    private Optional<Long> brokenAt = Optional.empty();

    /** @param machine measures the time that a fault takes to show */
    Firings(Clock machine, Masker masker) {
        this.machine = machine;
        this.masker = masker;
    }

    /** When a window began: on the machine's clock, and by the state of the trigger. */
    private record Turn(long nanos, long badSince) {}

    /**
     * A trigger that has fired.
     *
     * @param badAfter from the fault to the first bad sample, in whole periods
     * @param parameters of the runbook that it starts
     * @param problem why the parameters have no values; empty if they have
     */
    record Firing(Decision decision, Duration badAfter, Map<String, String> parameters, String problem) {
        Duration detectedAfter() {
            return badAfter.plus(decision.state().badFor());
        }
    }

    /** Records from now on. */
    void broken() {
        brokenAt = Optional.of(machine.nanos());
    }

    Optional<Firing> of(Trigger trigger) {
        return Optional.ofNullable(firings.get(trigger));
    }

    /** Returns the triggers that have fired, the first one first. */
    List<Trigger> fired() {
        return List.copyOf(firings.keySet());
    }

    /** Returns how many samples a measurement has had. */
    int samples(String measurement) {
        return samples.getOrDefault(measurement, 0);
    }

    @Override
    public void evaluated(TriggerWatch watch, Sample sample, List<Decision> decided) {
        samples.merge(sample.measurement(), 1, Integer::sum);
        decided.forEach(decision -> {
            turn(decision);
            if (brokenAt.isPresent() && FIRED.contains(decision.effect())) {
                firings.computeIfAbsent(decision.trigger(), trigger -> firing(decision));
            }
        });
    }

    private void turn(Decision decision) {
        String name = decision.trigger().name();
        long badSince = decision.state().firstBad().map(at -> at.toEpochMilli()).orElse(-1L);
        if (badSince < 0) {
            turned.remove(name);
        } else if (!turned.containsKey(name) || turned.get(name).badSince != badSince) {
            turned.put(name, new Turn(machine.nanos(), badSince));
        }
    }

    private Firing firing(Decision decision) {
        Trigger trigger = decision.trigger();
        long real = Math.max(1, turned.get(trigger.name()).nanos - brokenAt.orElseThrow());
        long period = trigger.every().toNanos();
        Duration badAfter = Duration.ofNanos((real + period - 1) / period * period);
        Map<String, String> parameters = new LinkedHashMap<>();
        String problem = "";
        try {
            trigger.arguments().read().forEach((name, value) -> parameters.put(name, masker.mask(value)));
        } catch (AuthorException missing) {
            problem = "a parameter of its runbook has no value: " + missing.getMessage();
        }
        return new Firing(decision, badAfter, parameters, problem);
    }
}
