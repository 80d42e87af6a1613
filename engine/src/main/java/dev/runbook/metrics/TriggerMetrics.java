package dev.runbook.metrics;

import dev.runbook.journal.event.DeliveryResult;
import dev.runbook.trigger.Decision;
import dev.runbook.trigger.Judgement;
import dev.runbook.trigger.Measurement;
import dev.runbook.trigger.Sample;
import dev.runbook.trigger.Score;
import dev.runbook.trigger.Trigger;
import dev.runbook.trigger.TriggerSet;
import dev.runbook.value.EnumWord;
import dev.runbook.value.UnavailableValue;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The metrics of the triggers of one file. Takes each evaluation on the thread of the watch and returns points to the
 * threads that answer requests.
 */
public final class TriggerMetrics {
    /** What is true of a trigger now. */
    private enum State {
        GOOD,
        BAD,
        FIRED,
        NO_DATA,
        DISABLED;

        static State of(Decision decision) {
            if (!decision.trigger().enabled()) {
                return DISABLED;
            }
            return switch (decision.judgement()) {
                case GOOD -> GOOD;
                case NO_DATA -> NO_DATA;
                case BAD -> decision.state().fired() ? FIRED : BAD;
            };
        }
    }

    /** What a trigger that fires has done. */
    private static final List<Decision.Effect> EFFECTS =
            List.of(Decision.Effect.STARTS, Decision.Effect.ASKS, Decision.Effect.TELLS);

    private final TriggerSet set;
    private final String environment;
    private final UnaryOperator<String> mask;
    private final Map<String, Sample> samples = new LinkedHashMap<>();
    private final Map<String, Decision> decisions = new LinkedHashMap<>();
    private final Map<String, Integer> scores = new LinkedHashMap<>();
    private final Map<Decision.Effect, Map<String, Integer>> fired = new EnumMap<>(Decision.Effect.class);
    private final Map<String, Map<DeliveryResult, Integer>> messages = new LinkedHashMap<>();
    private final Map<String, Integer> late = new HashMap<>();
    private Optional<Instant> evaluatedAt = Optional.empty();

    /** @param mask for the names that the file declares */
    public TriggerMetrics(TriggerSet set, String environment, UnaryOperator<String> mask) {
        this.set = set;
        this.environment = environment;
        this.mask = mask;
    }

    /**
     * Takes one evaluation.
     *
     * @param decided the triggers that were decided with this sample, and took effect
     * @param points the scores, by name
     */
    public synchronized void evaluated(Instant at, Sample sample, List<Decision> decided, Map<String, Integer> points) {
        evaluatedAt = Optional.of(at);
        samples.put(sample.measurement(), sample);
        scores.putAll(points);
        for (Decision decision : decided) {
            String name = decision.trigger().name();
            decisions.put(name, decision);
            if (decision.acts()) {
                fired.computeIfAbsent(decision.effect(), effect -> new HashMap<>())
                        .merge(name, 1, Integer::sum);
            }
        }
    }

    /**
     * Takes the result of one message.
     *
     * @param missed whether it took too long, or was not sent
     */
    public synchronized void delivered(String channel, DeliveryResult result, boolean missed) {
        messages.computeIfAbsent(channel, one -> new EnumMap<>(DeliveryResult.class))
                .merge(result, 1, Integer::sum);
        late.merge(channel, missed ? 1 : 0, Integer::sum);
    }

    /** Forgets what the file no longer declares, after it was read again. */
    public synchronized void declares(TriggerSet now) {
        Set<String> triggers = now.triggers().stream().map(Trigger::name).collect(Collectors.toSet());
        samples.keySet().retainAll(now.everyMeasurement().map(Measurement::name).collect(Collectors.toSet()));
        scores.keySet().retainAll(now.scores().stream().map(Score::name).collect(Collectors.toSet()));
        decisions.keySet().retainAll(triggers);
        fired.values().forEach(numbers -> numbers.keySet().retainAll(triggers));
    }

    /** Returns the current values. */
    public synchronized Points points() {
        Points points = new Points();
        String file = mask.apply(set.id());
        evaluatedAt.ifPresent(at -> points.add(Metric.EVALUATION_TIME, RunPoints.seconds(at), environment, file));
        scores.forEach((score, sum) -> points.add(Metric.SCORE, sum, environment, file, mask.apply(score)));
        samples.values().forEach(sample -> add(points, file, sample));
        decisions.values().forEach(decision -> add(points, file, decision));
        messages.forEach((channel, results) -> results.forEach((result, number) ->
                points.add(Metric.TRIGGER_MESSAGES, number, environment, file, channel, EnumWord.of(result))));
        late.forEach((channel, number) -> points.add(Metric.TRIGGER_MESSAGES_LATE, number, environment, file, channel));
        return points;
    }

    private void add(Points points, String file, Sample sample) {
        String name = mask.apply(sample.measurement());
        points.add(Metric.MEASUREMENT_OK, sample.good() ? 1 : 0, environment, file, name);
        points.add(Metric.MEASUREMENT_TIME, RunPoints.seconds(sample.at()), environment, file, name);
        number(sample).ifPresent(value -> points.add(Metric.MEASUREMENT_VALUE, value, environment, file, name));
    }

    /** Returns the first number that says most: that of a query, a status, an exit code; empty if there was no answer. */
    private static OptionalDouble number(Sample sample) {
        return Stream.of("value", "status", "exitCode")
                .map(sample.values()::get)
                .filter(value -> value instanceof Number && !(value instanceof UnavailableValue))
                .mapToDouble(value -> ((Number) value).doubleValue())
                .filter(Double::isFinite)
                .findFirst();
    }

    private void add(Points points, String file, Decision decision) {
        Trigger trigger = decision.trigger();
        String name = mask.apply(trigger.name());
        String severity = trigger.severity().word();
        State current = State.of(decision);
        for (State state : State.values()) {
            points.add(
                    Metric.TRIGGER_STATE,
                    state == current ? 1 : 0,
                    environment,
                    file,
                    name,
                    severity,
                    EnumWord.of(state));
        }
        boolean bad = decision.judgement() == Judgement.BAD;
        points.add(
                Metric.TRIGGER_BAD,
                bad ? decision.state().badFor().toMillis() / 1e3 : 0,
                environment,
                file,
                name,
                severity);
        double without = evaluatedAt
                .flatMap(decision.state()::noDataFor)
                .map(time -> time.toMillis() / 1e3)
                .orElse(0.0);
        points.add(Metric.TRIGGER_NO_DATA, without, environment, file, name, severity);
        for (Decision.Effect effect : EFFECTS) {
            points.add(
                    Metric.TRIGGER_FIRED,
                    fired.getOrDefault(effect, Map.of()).getOrDefault(trigger.name(), 0),
                    environment,
                    file,
                    name,
                    severity,
                    EnumWord.of(effect));
        }
    }
}
