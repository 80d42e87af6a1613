package dev.runbook.watch;

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
    private final TriggerStates states = new TriggerStates();
    private final List<LastStart> starts = new ArrayList<>();
    private final RunRequests requests;
    private final ClaimHolders holders;
    private final FollowUpWatch followUps;
    private final TriggerMessages messages;
    private final NewIncident newIncident;
    private final ClockJumps jumps;
    private final List<WatchState.Declared> declared;
    private DeclarationChanges changes;

    private final MeasuringPeriods periods;
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
        this(
                triggers,
                context,
                file,
                ended,
                new TriggerMessages(context, triggers.set().id()));
        WatchState state = load();
        messages.load(state.messages());
        jumps.continueFrom(state.clock());
    }

    private TriggerWatch(
            ReadTriggers triggers, WatchContext context, WatchFile file, EndedRuns ended, TriggerMessages messages) {
        this.set = triggers.set();
        this.context = context;
        this.file = file;
        this.baselines = new Baselines(file.baselines(), set.everyMeasurement(), context.problem());
        this.judge = new TriggerJudge(triggers, context.environment().secrets().masker()::mask);
        this.messages = messages;
        this.newIncident = new NewIncident(
                set.id(),
                context.environmentOption(),
                context.environment().secrets().masker());
        this.jumps = new ClockJumps(context.clock());
        this.periods = new MeasuringPeriods(set, context.clock());
        this.requests = new RunRequests(context, this::rearm);
        this.holders = new ClaimHolders(context, set, requests);
        this.followUps = new FollowUpWatch(set, ended, holders::of);
        this.declared = Declarations.of(set);
        this.changes = new DeclarationChanges(declared, declared);
    }

    /** Takes over the state on disk; what it holds of a trigger that has changed since is adapted. */
    private WatchState load() {
        WatchState state = file.read();
        changes = DeclarationChanges.since(state, declared);
        states.load(state.triggers(), changes);
        starts.clear();
        requests.load(state.requested());
        followUps.load(state);
        starts.addAll(state.starts());
        return state;
    }

    /** Takes over the state on disk after it could not be written. */
    private void reload() {
        messages.load(load().messages());
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
        jumps.look().ifPresent(this::shift);
        adoptChanges();
        checkRequested();
        messages.unsent().forEach(messages::send);
    }

    /**
     * Returns the watch that continues with what the file declares now: triggers keep their windows, and what this
     * watch has requested and sent is continued. This watch must not be used any more.
     *
     * @param now the context, if the environment was read again too
     * @throws dev.runbook.EngineException when the state cannot be written: this watch continues
     */
    public TriggerWatch continuedWith(ReadTriggers triggers, WatchContext now) {
        save();
        TriggerWatch next = new TriggerWatch(triggers, now, file, EndedRuns.watched(now), messages);
        next.load();
        next.changes = new DeclarationChanges(declared, next.declared);
        next.jumps.continueFrom(jumps.kept());
        next.followedAt = followedAt;
        next.continueMeasuring(this);
        next.adoptChanges();
        next.save();
        messages.sendWith(now);
        return next;
    }

    /** Continues the periods of the watch before, except those of measurements that are in progress there. */
    private void continueMeasuring(TriggerWatch before) {
        periods.continueFrom(
                before.periods,
                before.set
                        .everyMeasurement()
                        .filter(measurement -> before.inFlight.contains(measurement.name()))
                        .map(Measurement::every)
                        .collect(Collectors.toSet()));
        Set<String> open = before.undecided.stream().map(Trigger::name).collect(Collectors.toSet());
        set.triggers().stream().filter(trigger -> open.contains(trigger.name())).forEach(undecided::add);
        judge.take(
                context.clock().wall(),
                set.everyMeasurement()
                        .map(Measurement::name)
                        .filter(changes::measuredAsBefore)
                        .flatMap(name -> before.judge.sample(name).stream())
                        .toList());
    }

    /** Ends what no longer has a declaration. */
    private void adoptChanges() {
        Set<String> removed = changes.removed();
        removed.forEach(requests::close);
        followUps.forget(removed);
        baselines.forget(name -> !changes.measuredAsBefore(name));
    }

    /** Describes what has changed since the file was read before, in one line; empty if nothing has. */
    public String changes() {
        return changes.describe();
    }

    /** Begins a period for everything that is due, and returns the measurements to take now. */
    public List<Measurement> begin() {
        Set<Duration> due = periods.begin();
        set.triggers().stream().filter(trigger -> due.contains(trigger.every())).forEach(undecided::add);
        return set.everyMeasurement()
                .filter(measurement -> due.contains(measurement.every()))
                .filter(measurement -> inFlight.add(measurement.name()))
                .toList();
    }

    /** Returns the time until the next period begins. */
    public Duration untilNext() {
        Stream<Duration> followed = set.followUps().stream()
                .map(any -> followedAt
                        .map(at -> FOLLOW_EVERY.minusNanos(context.clock().elapsingNanos() - at))
                        .orElse(Duration.ZERO));
        return Stream.concat(periods.untilNext().stream(), followed)
                .min(Duration::compareTo)
                .map(time -> time.isNegative() ? Duration.ZERO : time)
                .orElse(Duration.ofDays(1));
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
                TriggerState before = states.of(trigger);
                judged.add(new TriggerEvaluation.Judged(
                        trigger, one.judgement(), before.next(trigger, one.judgement(), now, one.read())));
            }
        }
        List<Decision> decided = new TriggerEvaluation(
                        now,
                        starts,
                        states.fired(),
                        holders::of,
                        last -> context.starter().approved(last.asked()))
                .decide(judged);
        decided.forEach(decision -> decisions.put(decision.trigger(), decision));
        if (acts) {
            try {
                act(decided, now);
            } catch (RuntimeException unwritable) {
                reload(); // nothing had an effect: the next samples decide again
                throw unwritable;
            }
        }
        return decided;
    }

    /** The wall clock was set: windows and cooldowns last as long as before. */
    private void shift(Duration by) {
        context.problem().accept(set.id() + ": " + ClockJumps.describe(by));
        states.shift(by);
        starts.replaceAll(start -> start.shifted(by));
        requests.shift(by);
        file.writeNext();
    }

    private void act(List<Decision> decided, Instant now) {
        List<Incident> incidents = new ArrayList<>();
        List<WatchState.Unsent> sent = new ArrayList<>();
        for (Decision decision : decided) {
            TriggerState before = states.of(decision.trigger());
            boolean turns = before.fired() != decision.state().fired();
            boolean loses = decision.effect() == Decision.Effect.NO_DATA && before.noDataSince() < 0;
            states.put(decision.trigger(), decision.state());
            if (decision.requestsRun()) {
                incidents.add(request(decision, decided, now));
            }
            if (decision.acts()) {
                String text = FiredMessage.text(decision, context.environment().name(), set.id());
                sent.addAll(messages.add(decision.trigger().channels(), text));
            }
            if (turns || loses || decision.acts()) {
                context.report().accept(DecisionReport.of(decision, judge));
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
        states.rearm(request.trigger());
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
            reload();
            throw unwritable;
        }
    }

    private void follow(FollowUpDecision decision, Instant now) {
        FollowUp followUp = decision.followUp();
        if (holders.of(followUp.start()).isPresent()) {
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

    /** Writes the state; it is on disk when this returns. */
    public void save() {
        file.write(new WatchState(
                states.kept(),
                starts,
                requests.open(),
                messages.unsent(),
                followUps.since(),
                followUps.followed(),
                declared,
                jumps.kept()));
    }
}
