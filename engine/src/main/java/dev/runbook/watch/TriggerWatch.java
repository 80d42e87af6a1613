package dev.runbook.watch;

import dev.runbook.run.lock.Locks;
import dev.runbook.time.TimeText;
import dev.runbook.trigger.Decision;
import dev.runbook.trigger.FollowUp;
import dev.runbook.trigger.LastStart;
import dev.runbook.trigger.Measurement;
import dev.runbook.trigger.ReadTriggers;
import dev.runbook.trigger.Sample;
import dev.runbook.trigger.Start;
import dev.runbook.trigger.Trigger;
import dev.runbook.trigger.TriggerEvaluation;
import dev.runbook.trigger.TriggerJudge;
import dev.runbook.trigger.TriggerSet;
import dev.runbook.trigger.TriggerState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Watches the triggers of one file: says which measurements are due, takes their samples, decides, and acts. What a
 * decision needs later is on disk before it has any effect, so that a crash loses no start and no message, and starts
 * nothing twice. Used by one thread; samples are handed over to it.
 */
public final class TriggerWatch {
    /** How often ended runs are looked for. */
    private static final Duration FOLLOW_EVERY = Duration.ofMinutes(1);

    private final TriggerSet set;
    private final TriggerJudge judge;
    private final WatchContext context;
    private final WatchFile file;
    private final Baselines baselines;
    private final Map<String, TriggerState> states = new LinkedHashMap<>();
    private final List<LastStart> starts = new ArrayList<>();
    private final RunRequests requests;
    private final FollowUpWatch followUps;
    private final TriggerMessages messages;
    private final NewIncident newIncident;
    private final ClockJumps jumps;

    private final Map<Duration, Long> begun = new HashMap<>();
    private final Set<String> inFlight = new HashSet<>();
    private final Set<Trigger> undecided = new LinkedHashSet<>();
    private final Map<Trigger, Decision> decisions = new LinkedHashMap<>();
    private long decidedAt;
    private Optional<Long> followedAt = Optional.empty();
    private List<FollowUpDecision> followed = List.of();

    /** @param file whose lock this process holds, if the watch acts */
    public TriggerWatch(ReadTriggers triggers, WatchContext context, WatchFile file) {
        this(triggers, context, file, EndedRuns.watched(context));
    }

    /** @param ended the runs that triggers of the kind {@code after} follow */
    public TriggerWatch(ReadTriggers triggers, WatchContext context, WatchFile file, EndedRuns ended) {
        this.set = triggers.set();
        this.context = context;
        this.file = file;
        this.baselines = new Baselines(file.baselines(), set.everyMeasurement(), context.problem());
        this.judge = new TriggerJudge(triggers, context.environment().secrets().masker()::mask);
        this.messages = new TriggerMessages(context, set.id());
        this.newIncident = new NewIncident(
                set.id(),
                context.environmentOption(),
                context.environment().secrets().masker());
        this.jumps = new ClockJumps(context.clock());
        this.requests = new RunRequests(context, this::rearm);
        this.followUps = new FollowUpWatch(set, ended, this::holder);
        load();
    }

    private void load() {
        WatchState state = file.read();
        states.clear();
        starts.clear();
        requests.load(state.requested());
        followUps.load(state);
        state.triggers().forEach(named -> states.put(named.name(), named.state()));
        starts.addAll(state.starts());
        messages.load(state.messages());
    }

    /** Reports the result of each message to a listener from now on. */
    void listen(EvaluationListener listener) {
        messages.listen((channel, delivery) ->
                listener.delivered(this, channel, delivery.result(), TriggerMessages.missed(delivery)));
    }

    public TriggerSet set() {
        return set;
    }

    public TriggerJudge judge() {
        return judge;
    }

    /** Returns the latest decision on each trigger that has been judged. */
    public List<Decision> decisions() {
        return set.triggers().stream()
                .filter(decisions::containsKey)
                .map(decisions::get)
                .toList();
    }

    /** Returns when the latest decision was taken, milliseconds since 1970. */
    public long decidedAt() {
        return decidedAt;
    }

    /** Resumes what an earlier process has requested and not finished. Call once, with the lock of the file. */
    public void resume() {
        checkRequested();
        messages.unsent().forEach(messages::send);
    }

    /** Begins a period for everything that is due, and returns the measurements to take now. */
    public List<Measurement> begin() {
        long nanos = context.clock().elapsingNanos();
        Set<Duration> due = new HashSet<>();
        periods().stream()
                .filter(every -> !begun.containsKey(every) || nanos - begun.get(every) >= every.toNanos())
                .forEach(due::add);
        due.forEach(every -> begun.put(every, nanos));
        set.triggers().stream().filter(trigger -> due.contains(trigger.every())).forEach(undecided::add);
        List<Measurement> now = set.everyMeasurement()
                .filter(measurement -> due.contains(measurement.every()))
                .filter(measurement -> inFlight.add(measurement.name()))
                .toList();
        return now;
    }

    /** Returns the time until the next period begins. */
    public Duration untilNext() {
        long nanos = context.clock().elapsingNanos();
        Stream<Duration> measured = periods().stream()
                .map(every -> begun.containsKey(every) ? every.minusNanos(nanos - begun.get(every)) : Duration.ZERO);
        Stream<Duration> followed = set.followUps().stream()
                .map(any -> followedAt
                        .map(at -> FOLLOW_EVERY.minusNanos(nanos - at))
                        .orElse(Duration.ZERO));
        return Stream.concat(measured, followed)
                .min(Duration::compareTo)
                .map(time -> time.isNegative() ? Duration.ZERO : time)
                .orElse(Duration.ofDays(1));
    }

    private Set<Duration> periods() {
        Set<Duration> periods = new HashSet<>();
        set.everyMeasurement().forEach(measurement -> periods.add(measurement.every()));
        set.triggers().forEach(trigger -> periods.add(trigger.every()));
        return periods;
    }

    /** Returns whether measurements are still in progress. */
    public boolean waits() {
        return !inFlight.isEmpty();
    }

    /** Returns whether a requested run has neither started nor been refused yet. */
    public boolean awaitsStart() {
        return !requests.open().isEmpty();
    }

    /**
     * Takes a sample and decides on each trigger whose measurements are complete; one that still waits for a slow
     * target delays no other.
     *
     * @param acts whether decisions take effect; otherwise they are only shown
     * @return the decisions that this sample completed
     */
    public List<Decision> take(Sample sample, boolean acts) {
        inFlight.remove(sample.measurement());
        jumps.look().ifPresent(this::shift);
        Instant now = context.clock().wall();
        decidedAt = now.toEpochMilli();
        judge.take(now, List.of(baselines.complete(sample, acts)));
        List<TriggerEvaluation.Judged> judged = new ArrayList<>();
        List<Trigger> measured = undecided.stream()
                .filter(trigger -> trigger.measurement()
                        .filter(own -> inFlight.contains(own.name()))
                        .isEmpty())
                .toList();
        for (Trigger trigger : measured) {
            TriggerJudge.Judged one = judge.judge(trigger);
            if (Collections.disjoint(one.names(), inFlight)) {
                undecided.remove(trigger);
                TriggerState before = states.getOrDefault(trigger.name(), TriggerState.QUIET);
                judged.add(new TriggerEvaluation.Judged(
                        trigger, one.judgement(), before.next(trigger, one.judgement(), now, one.read())));
            }
        }
        List<Decision> decided = new TriggerEvaluation(
                        now,
                        starts,
                        fired(),
                        this::holder,
                        last -> context.starter().approved(last.asked()))
                .decide(judged);
        decided.forEach(decision -> decisions.put(decision.trigger(), decision));
        if (acts) {
            try {
                act(decided, now);
            } catch (RuntimeException unwritable) {
                load(); // nothing had an effect: the next samples decide again
                throw unwritable;
            }
        }
        return decided;
    }

    /** The wall clock was set: windows and cooldowns last as long as before. */
    private void shift(Duration by) {
        context.problem()
                .accept(set.id() + ": the clock of this machine was set "
                        + (by.isNegative() ? "back by " : "forward by ") + TimeText.of(by.abs())
                        + "; windows and cooldowns are not affected");
        states.replaceAll((name, state) -> state.shifted(by));
        starts.replaceAll(start -> start.shifted(by));
        requests.shift(by);
    }

    private Set<String> fired() {
        return states.entrySet().stream()
                .filter(state -> state.getValue().fired())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private Optional<String> holder(Start start) {
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

    private void act(List<Decision> decided, Instant now) {
        List<Incident> incidents = new ArrayList<>();
        List<WatchState.Unsent> sent = new ArrayList<>();
        for (Decision decision : decided) {
            TriggerState before = states.getOrDefault(decision.trigger().name(), TriggerState.QUIET);
            boolean turns = before.fired() != decision.state().fired();
            boolean loses = decision.effect() == Decision.Effect.NO_DATA && before.noDataSince() < 0;
            states.put(decision.trigger().name(), decision.state());
            if (decision.requestsRun()) {
                incidents.add(request(decision, decided, now));
            }
            if (decision.acts()) {
                String text = FiredMessage.text(decision, context.environment().name(), set.id());
                sent.addAll(messages.add(decision.trigger().channels(), text));
            }
            if (turns || loses || decision.acts()) {
                report(decision);
            }
        }
        save();
        incidents.forEach(requests::start);
        sent.forEach(messages::send);
    }

    private Incident request(Decision decision, List<Decision> decided, Instant now) {
        Trigger trigger = decision.trigger();
        Start start = trigger.start().orElseThrow();
        Incident incident = newIncident.of(decision, decided, now);
        requests.add(incident, now);
        starts.removeIf(last -> start.claims().contains(last.claim()));
        String asked = start.approval().isPresent() ? incident.id() : "";
        start.claims()
                .forEach(claim -> starts.add(
                        new LastStart(claim, trigger.name(), trigger.severity(), now.toEpochMilli(), asked)));
        return incident;
    }

    /** Learns what became of requested runs, and requests again what a dead process may not have started. */
    public void checkRequested() {
        requests.check();
        save();
    }

    /** Lets a trigger fire again without a good sample, because it had no effect; it rests as after a start. */
    private void rearm(WatchState.Requested request) {
        states.computeIfPresent(request.trigger(), (name, state) -> state.notFired());
        followUps.withoutEffect(request.incident(), context.clock().wall());
    }

    /** Returns what follows ended runs now, and what will; what was started by the last evaluation is included. */
    public List<FollowUpDecision> followUps() {
        return followedAt.isPresent()
                ? followed
                : followUps.decide(context.clock().wall());
    }

    /** Starts what follows ended runs. */
    public void follow() {
        long nanos = context.clock().elapsingNanos();
        if (set.followUps().isEmpty()
                || followedAt.filter(at -> nanos - at < FOLLOW_EVERY.toNanos()).isPresent()) {
            return;
        }
        followedAt = Optional.of(nanos);
        Instant now = context.clock().wall();
        try {
            followed = followUps.decide(now);
            followed.stream().filter(FollowUpDecision::starts).forEach(decision -> follow(decision, now));
            save(); // also when each trigger was first watched
        } catch (RuntimeException unwritable) {
            load();
            throw unwritable;
        }
    }

    private void follow(FollowUpDecision decision, Instant now) {
        FollowUp followUp = decision.followUp();
        if (holder(followUp.start()).isPresent()) {
            return; // the one before needs the same lock
        }
        judge.ended(followUp, now, decision.values());
        Incident incident = newIncident.of(decision, now);
        requests.add(incident, now);
        followUps.follows(decision, incident, now);
        List<WatchState.Unsent> sent = messages.add(
                followUp.channels(),
                FiredMessage.text(decision, context.environment().name()));
        save();
        context.report().accept(followUp.name() + ": after " + decision.run().describe());
        requests.start(incident);
        sent.forEach(messages::send);
    }

    private void report(Decision decision) {
        String what = switch (decision.effect()) {
            case STARTS ->
                "fired, starts " + decision.trigger().start().orElseThrow().runbook();
            case ASKS ->
                "fired, asks "
                        + decision.trigger()
                                .start()
                                .flatMap(Start::approval)
                                .orElseThrow()
                                .role()
                        + " to start "
                        + decision.trigger().start().orElseThrow().runbook();
            case TELLS -> "fired";
            case COVERED -> "fired, covered by '" + decision.reason() + "'";
            case NO_DATA -> "no data" + cause(decision.trigger());
            default -> "good again";
        };
        context.report()
                .accept(decision.trigger().name() + " ("
                        + decision.trigger().severity().word() + "): " + what);
    }

    /** Returns why a measurement that the trigger reads has no data: a wrong query, a server that does not answer. */
    private String cause(Trigger trigger) {
        return judge.judge(trigger).names().stream()
                .flatMap(name -> judge.sample(name).stream())
                .filter(sample -> !sample.good() && !sample.cause().isEmpty())
                .map(sample -> ": " + sample.measurement() + ": " + sample.cause())
                .findFirst()
                .orElse("");
    }

    /** Writes the state; it is on disk when this returns. */
    public void save() {
        List<WatchState.Named> named = new ArrayList<>();
        states.forEach((name, state) -> {
            if (!state.equals(TriggerState.QUIET)) {
                named.add(new WatchState.Named(name, state));
            }
        });
        file.write(new WatchState(
                named, starts, requests.open(), messages.unsent(), followUps.since(), followUps.followed()));
    }
}
