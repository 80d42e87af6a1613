package dev.runbook.trigger;

import dev.runbook.AuthorException;
import dev.runbook.plan.Condition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Judges the conditions of triggers against the current samples. Used by one thread. */
public final class TriggerJudge {
    private final TriggerSet set;
    private final SampleValues values = new SampleValues();
    private final UnaryOperator<String> mask;
    private final Map<String, Sample> samples = new LinkedHashMap<>();
    private final Map<String, Set<String>> readByScore = new LinkedHashMap<>();

    public TriggerJudge(ReadTriggers triggers, UnaryOperator<String> mask) {
        this.set = triggers.set();
        this.mask = mask;
        triggers.runsWith(values);
    }

    /**
     * What a trigger's conditions say.
     *
     * @param names the measurements and scores they have read, those behind the scores included
     * @param read the values of these
     */
    public record Judged(Judgement judgement, Set<String> names, List<DecidingSample> read) {
        public Judged {
            names = Set.copyOf(names);
            read = List.copyOf(read);
        }
    }

    public SampleValues values() {
        return values;
    }

    /** Returns the latest sample of a measurement; empty if there is none. */
    public Optional<Sample> sample(String measurement) {
        return Optional.ofNullable(samples.get(measurement));
    }

    /** Returns the points of each score, by its name. */
    public Map<String, Integer> scores() {
        Map<String, Integer> scores = new LinkedHashMap<>();
        set.scores().forEach(score -> scores.put(score.name(), values.points(score.name())));
        return scores;
    }

    /** Takes new samples and adds up the scores. */
    public void take(Instant now, List<Sample> taken) {
        values.at(now);
        for (Sample sample : taken) {
            samples.put(sample.measurement(), sample);
            values.set(sample);
        }
        set.scores().forEach(this::addUp);
    }

    /** Makes the values of an ended run visible to the arguments of a trigger that follows it. */
    public void ended(FollowUp followUp, Instant now, Map<String, Object> run) {
        values.at(now);
        values.set(new Sample(FollowUp.endedRun(followUp.name()), now, Map.of("ok", true, "value", run), "", true, ""));
    }

    private void addUp(Score score) {
        int sum = 0;
        boolean whole = true;
        values.startReading();
        for (Score.Points points : score.points()) {
            switch (judge(points.when(), Map.of())) {
                case BAD -> sum += points.number();
                case NO_DATA -> whole = false;
                case GOOD -> {}
            }
        }
        readByScore.put(score.name(), values.wereRead());
        values.set(score.name(), sum, whole);
    }

    /** Judges one trigger. */
    public Judged judge(Trigger trigger) {
        values.startReading();
        Map<String, Object> own = trigger.measurement()
                .map(measurement -> samples.get(measurement.name()))
                .map(Sample::values)
                .orElse(Map.of());
        boolean measured = trigger.measurement().isEmpty() || samples.containsKey(trigger.name());
        Judgement judgement = measured ? judge(trigger.when(), own) : Judgement.NO_DATA;
        Set<String> read = values.wereRead();
        trigger.measurement().ifPresent(measurement -> read.add(measurement.name()));
        if (judgement == Judgement.GOOD && read.stream().anyMatch(values::incomplete)) {
            judgement = Judgement.NO_DATA; // with the missing points it might be bad
        }
        Set<String> names = new LinkedHashSet<>();
        for (String name : read) {
            names.add(name);
            names.addAll(readByScore.getOrDefault(name, Set.of()));
        }
        return new Judged(judgement, names, samplesOf(names));
    }

    private List<DecidingSample> samplesOf(Set<String> names) {
        List<DecidingSample> deciding = new ArrayList<>();
        for (String name : names) {
            Instant at = samples.containsKey(name)
                    ? samples.get(name).at()
                    : values.run("now").map(Instant.class::cast).orElseThrow();
            deciding.add(new DecidingSample(at.toString(), name, values.shown(name)));
        }
        return deciding;
    }

    /** One condition that is false decides, whatever the others give. */
    private Judgement judge(Condition condition, Map<String, Object> own) {
        List<Condition.Failed> failures;
        try {
            failures = condition.failures(own, mask);
        } catch (AuthorException unreadable) {
            return Judgement.NO_DATA;
        }
        if (failures.isEmpty()) {
            return Judgement.BAD;
        }
        boolean undecided =
                failures.stream().allMatch(failed -> failed.undecided().isPresent());
        return undecided ? Judgement.NO_DATA : Judgement.GOOD;
    }
}
