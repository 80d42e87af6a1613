package dev.runbook.watch;

import dev.runbook.EngineException;
import dev.runbook.journal.event.DeliveryResult;
import dev.runbook.journal.event.MessageTrigger;
import dev.runbook.journal.event.TriggerSample;
import dev.runbook.notify.Notice;
import dev.runbook.run.lock.Locks;
import dev.runbook.trigger.Decision;
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
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Watches the triggers of one file: says which measurements are due, takes their samples, decides, and acts. What a
 * decision needs later is on disk before it has any effect, so that a crash loses no start and no message, and starts
 * nothing twice. Used by one thread; samples are handed over to it.
 */
public final class TriggerWatch {
    private static final Duration MESSAGE_LIMIT = Duration.ofSeconds(30);
    /** A request older than this is not repeated: the system is measured again instead. */
    private static final Duration REQUEST_LASTS = Duration.ofMinutes(5);

    private final TriggerSet set;
    private final TriggerJudge judge;
    private final WatchContext context;
    private final WatchFile file;
    private final Baselines baselines;
    private final Map<String, TriggerState> states = new LinkedHashMap<>();
    private final List<LastStart> starts = new ArrayList<>();
    private final List<WatchState.Requested> requested = new ArrayList<>();
    private final List<WatchState.Unsent> unsent = new ArrayList<>();

    private final Map<Duration, Long> begun = new HashMap<>();
    private final Set<String> inFlight = new HashSet<>();
    private final Set<Trigger> undecided = new LinkedHashSet<>();
    private final Map<Trigger, Decision> decisions = new LinkedHashMap<>();
    private long decidedAt;

    /** @param file whose lock this process holds, if the watch acts */
    public TriggerWatch(ReadTriggers triggers, WatchContext context, WatchFile file) {
        this.set = triggers.set();
        this.context = context;
        this.file = file;
        this.baselines = new Baselines(file.baselines(), set.everyMeasurement(), context.problem());
        this.judge = new TriggerJudge(triggers, context.environment().secrets().masker()::mask);
        load();
    }

    private void load() {
        WatchState state = file.read();
        states.clear();
        starts.clear();
        requested.clear();
        state.triggers().forEach(named -> states.put(named.name(), named.state()));
        starts.addAll(state.starts());
        requested.addAll(state.requested());
        synchronized (unsent) {
            unsent.clear();
            unsent.addAll(state.messages());
        }
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
        unsent().forEach(this::send);
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
        return periods().stream()
                .map(every -> begun.containsKey(every) ? every.minusNanos(nanos - begun.get(every)) : Duration.ZERO)
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
        return !requested.isEmpty();
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
        List<Decision> decided = new TriggerEvaluation(now, starts, fired(), this::holder).decide(judged);
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

    private Set<String> fired() {
        return states.entrySet().stream()
                .filter(state -> state.getValue().fired())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private Optional<String> holder(Start start) {
        return Locks.holder(context.locks(), context.environment().name(), start.locks())
                .or(() -> requested.stream()
                        .filter(one -> claims(one).stream().anyMatch(start.claims()::contains))
                        .map(one -> "a run that trigger '" + one.trigger() + "' has requested")
                        .findFirst());
    }

    private Set<String> claims(WatchState.Requested request) {
        return set.triggers().stream()
                .filter(trigger -> trigger.name().equals(request.trigger()))
                .flatMap(trigger -> trigger.start().stream())
                .map(Start::claims)
                .findFirst()
                .orElse(Set.of());
    }

    private void act(List<Decision> decided, Instant now) {
        List<Incident> incidents = new ArrayList<>();
        List<WatchState.Unsent> messages = new ArrayList<>();
        for (Decision decision : decided) {
            TriggerState before = states.getOrDefault(decision.trigger().name(), TriggerState.QUIET);
            boolean turns = before.fired() != decision.state().fired();
            boolean loses = decision.effect() == Decision.Effect.NO_DATA && before.noDataSince() < 0;
            states.put(decision.trigger().name(), decision.state());
            if (decision.effect() == Decision.Effect.STARTS) {
                incidents.add(request(decision, decided, now));
            }
            if (decision.acts()) {
                String text = FiredMessage.text(decision, context.environment().name(), set.id());
                decision.trigger()
                        .channels()
                        .forEach(channel -> messages.add(
                                new WatchState.Unsent(UUID.randomUUID().toString(), channel, mask(text))));
            }
            if (turns || loses || decision.acts()) {
                report(decision);
            }
        }
        synchronized (unsent) {
            unsent.addAll(messages);
        }
        save();
        incidents.forEach(this::start);
        messages.forEach(this::send);
    }

    private Incident request(Decision decision, List<Decision> decided, Instant now) {
        Trigger trigger = decision.trigger();
        Start start = trigger.start().orElseThrow();
        List<Incident.Argument> arguments = new ArrayList<>();
        trigger.arguments().read().forEach((name, value) -> arguments.add(new Incident.Argument(name, mask(value))));
        Incident incident = new Incident(
                UUID.randomUUID().toString(),
                set.id(),
                context.environmentOption(),
                trigger.name(),
                trigger.severity().word(),
                start.file().toAbsolutePath().normalize().toString(),
                decision.state().firstBad().orElse(now).toString(),
                now.toString(),
                arguments,
                decided.stream()
                        .filter(other -> other.effect() == Decision.Effect.COVERED
                                && other.reason().equals(trigger.name()))
                        .map(other -> other.trigger().name())
                        .toList(),
                decision.state().samples().stream()
                        .map(sample -> new TriggerSample(sample.at(), sample.name(), sample.value()))
                        .toList());
        context.incidents().write(incident);
        requested.add(new WatchState.Requested(incident.id(), trigger.name(), now.toEpochMilli()));
        starts.removeIf(last -> start.claims().contains(last.claim()));
        start.claims()
                .forEach(claim ->
                        starts.add(new LastStart(claim, trigger.name(), trigger.severity(), now.toEpochMilli())));
        return incident;
    }

    private void start(Incident incident) {
        try {
            context.starter().start(incident);
        } catch (EngineException impossible) {
            context.problem().accept(incident.trigger() + ": " + impossible.getMessage() + "; it is tried again");
        }
    }

    /** Learns what became of requested runs, and requests again what a dead process may not have started. */
    public void checkRequested() {
        Instant now = context.clock().wall();
        for (WatchState.Requested request : List.copyOf(requested)) {
            Optional<IncidentStore.Result> result = context.incidents().result(request.incident());
            if (result.isPresent()) {
                finish(request, result.get());
            } else if (!context.incidents().claimed(request.incident())
                    && !context.starter().alive(request.incident())) {
                again(request, Duration.between(Instant.ofEpochMilli(request.at()), now));
            }
        }
        save();
    }

    private void finish(WatchState.Requested request, IncidentStore.Result result) {
        requested.remove(request);
        if (result.refused().isEmpty()) {
            context.report().accept(request.trigger() + ": started run " + result.run());
        } else {
            context.problem().accept(request.trigger() + ": not started: " + result.refused());
            rearm(request.trigger());
        }
    }

    private void again(WatchState.Requested request, Duration age) {
        if (age.compareTo(REQUEST_LASTS) < 0) {
            start(context.incidents().read(request.incident()));
        } else {
            requested.remove(request);
            context.problem().accept(request.trigger() + ": its run did not start; the trigger is evaluated again");
            rearm(request.trigger());
        }
    }

    /** Lets a trigger fire again without a good sample, because it had no effect; it rests as after a start. */
    private void rearm(String trigger) {
        states.computeIfPresent(trigger, (name, state) -> state.notFired());
    }

    private void send(WatchState.Unsent message) {
        Notice notice = new Notice(
                message.channel(),
                MessageTrigger.TRIGGER_FIRED,
                message.text(),
                Optional.empty(),
                MESSAGE_LIMIT,
                Map.of("environment", context.environment().name(), "triggers", set.id()));
        context.notifier().deliver(notice, delivery -> {
            if (delivery.result() != DeliveryResult.SENT) {
                context.problem().accept("message to " + message.channel() + " not delivered: " + delivery.cause());
            }
            delivered(message);
        });
    }

    /** Called on a thread of the notifier. */
    private void delivered(WatchState.Unsent message) {
        synchronized (unsent) {
            unsent.remove(message);
        }
    }

    private String mask(String text) {
        return context.environment().secrets().masker().mask(text);
    }

    private void report(Decision decision) {
        String what = switch (decision.effect()) {
            case STARTS ->
                "fired, starts " + decision.trigger().start().orElseThrow().runbook();
            case TELLS -> "fired";
            case COVERED -> "fired, covered by '" + decision.reason() + "'";
            case NO_DATA -> "no data";
            default -> "good again";
        };
        context.report()
                .accept(decision.trigger().name() + " ("
                        + decision.trigger().severity().word() + "): " + what);
    }

    /** Writes the state; it is on disk when this returns. */
    public void save() {
        List<WatchState.Named> named = new ArrayList<>();
        states.forEach((name, state) -> {
            if (!state.equals(TriggerState.QUIET)) {
                named.add(new WatchState.Named(name, state));
            }
        });
        file.write(new WatchState(named, starts, requested, unsent()));
    }

    private List<WatchState.Unsent> unsent() {
        synchronized (unsent) {
            return List.copyOf(unsent);
        }
    }
}
