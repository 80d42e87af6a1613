package dev.runbook.run;

import dev.runbook.action.CancellationToken;
import dev.runbook.journal.Entry;
import dev.runbook.journal.Event;
import dev.runbook.journal.Event.Verdict;
import dev.runbook.journal.JournalException;
import dev.runbook.journal.UndoReport;
import dev.runbook.notify.Notifier;
import dev.runbook.plan.Plan;
import dev.runbook.plan.TaskPaths;
import dev.runbook.value.Secret;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Executes one run from its first journal entry to its last. */
final class LiveRun {
    private final RunRequest request;
    private final RunContext context;
    private final RunControl control;
    private final Notifier notifier;
    private final RunState state;
    private final Optional<DrillCoverage> rehearsal;
    private final FollowedPromises followed = new FollowedPromises();
    private final UndoReport takenBack = new UndoReport();
    private Optional<ClockWatch> clocks = Optional.empty();

    /** @param rehearsal provides the drill coverage at the end of a drill */
    LiveRun(
            RunRequest request,
            RunContext context,
            RunControl control,
            Notifier notifier,
            RunState state,
            Optional<DrillCoverage> rehearsal) {
        this.request = request;
        this.context = context;
        this.control = control;
        this.notifier = notifier;
        this.state = state;
        this.rehearsal = rehearsal;
        context.past().entries().forEach(entry -> takenBack.add(entry.event()));
        context.recorder().subscribe(entry -> takenBack.add(entry.event()));
        context.past().entries().forEach(this::clockStarted);
        context.recorder().subscribe(this::clockStarted);
    }

    private void clockStarted(Entry entry) {
        if (entry.event() instanceof Event.ClockStarted start) {
            state.clockBegan(start.began(entry.at()));
        }
    }

    /**
     * @param texts the hashes of the files the run uses
     * @param noted what was found at the start, for the journal
     */
    RunEnd run(Map<String, String> texts, List<Event> noted) {
        return run(() -> {
            context.record(started(request.runbook().plan(), texts));
            watchClock();
            noted.forEach(context::record);
            exposures(request.runbook().plan()).forEach(context::record);
            givenSecrets(request.runbook().plan()).forEach(context::record);
            context.progress().begins(request.since());
        });
    }

    /**
     * @param away how long no engine worked on the run, by the wall clock
     * @param changed the hashes of the files the run uses from here on, where they changed
     * @param leftovers handles what the last engine left running, once the journal records the new engine
     */
    RunEnd resume(
            Duration away, Map<String, String> changed, List<? extends Event> noted, Consumer<Recorder> leftovers) {
        return run(() -> {
            Entry now = context.recorder().record(resumed(away, changed));
            Entry first = context.past().entries().get(0);
            state.resumed(first.at(), Duration.ofNanos(now.sinceStartNanos() - first.sinceStartNanos()));
            watchClock();
            noted.forEach(context::record);
            leftovers.accept(context.recorder());
            context.past().takeGone(TaskPaths.of(request.runbook().plan())).forEach(context::record);
            context.progress().resumes(context.past(), now);
        });
    }

    /** Records that secrets were given, and under which name. */
    private static Stream<Event> givenSecrets(Plan plan) {
        return plan.secretParameters().stream()
                .map(name -> new Event.Noted("secret", "the secret parameter '" + name + "' was given"));
    }

    private Stream<Event> exposures(Plan plan) {
        return plan.withOthers()
                .flatMap(Plan::everyAction)
                .flatMap(action -> action.exposure().stream())
                .distinct()
                .map(warning -> new Event.Noted("network", context.mask(warning)));
    }

    private RunEnd run(Runnable begin) {
        Plan plan = request.runbook().plan();
        try {
            context.past().entries().forEach(followed::add);
            context.recorder().subscribe(followed::add);
            begin.run();
            control.steers(context.recorder(), context.stops(), context::mask);
            RunValues known = new RunValues(state);
            request.runbook().runsWith(known); // the first messages already describe the run
            Notices.Following following = context.notices().follow(plan, "", state, state.elapsed());
            Warmup.beside(plan);
            RunbookEnd end = execute(known, following);
            clocks.ifPresent(ClockWatch::look);
            context.progress().ends();
            state.ended(end);
            following.ended(end);
            notifier.close();
            clocks.ifPresent(ClockWatch::close); // the run's end must be its last record
            return finish(plan, end);
        } catch (JournalException unwritable) {
            context.stops().request(CancellationToken.Reason.CANCELLED);
            throw unwritable;
        } finally {
            clocks.ifPresent(ClockWatch::close);
            context.resources().close();
        }
    }

    private void watchClock() {
        ClockWatch watch = new ClockWatch(context.clock(), context.recorder());
        clocks = Optional.of(watch);
        context.recorder().subscribe(entry -> {
            if (entry.event() instanceof Event.StepFinished) {
                watch.look();
            }
        });
    }

    private RunbookEnd execute(RunValues known, Notices.Following messages) {
        Scope scope = Scope.of(context, known, messages);
        PlanExecutor executor = new PlanExecutor(context);
        RunbookEnd end = executor.runbooks().run(request.runbook(), known, scope, context.progress()::before);
        Optional<StopRequest> stop = control.over();
        if (end.status() != RunStatus.ABORTED) {
            return end;
        }
        if (stop.map(StopRequest::undone).orElse(context.past().givesWay())) {
            undo(executor, scope);
        }
        return stop.map(by ->
                        new RunbookEnd(RunStatus.ABORTED, "stopped by " + context.mask(by.by()) + "; " + end.cause()))
                .orElse(end);
    }

    /** Undoes all finished steps, whatever stopped the run; a run with this record is not continued. */
    private void undo(PlanExecutor executor, Scope scope) {
        context.past().takesBack();
        NodeResult ended = executor.undo(scope.stoppedBy(new CancellationScope()));
        if (ended instanceof NodeResult.Completed && scope.done().nothingCut()) {
            String missed = UndoReport.missed(takenBack.all());
            context.record(new Event.Noted(
                    Event.Noted.TAKEN_BACK,
                    "the finished steps are undone" + (missed.isEmpty() ? "" : ", but not: " + missed)));
        }
    }

    private RunEnd finish(Plan plan, RunbookEnd end) {
        context.injections().notMet().ifPresent(context::record);
        rehearsal.flatMap(DrillCoverage::event).ifPresent(context::record);
        List<Verdict> verdicts = Verdicts.of(
                plan,
                end.status(),
                context.progress().elapsed(),
                context.progress().losses().own(),
                context.partial());
        int exitCode = Verdicts.exitCode(end.status(), verdicts, control.exitCode());
        verdicts.addAll(followed.verdicts(context.progress().losses()));
        int notTakenBack =
                (int) takenBack.all().stream().filter(undo -> !undo.done()).count();
        context.record(
                new Event.RunFinished(end.status().word(), exitCode, end.cause(), verdicts, notTakenBack, end.trace()));
        return new RunEnd(context.id(), end.status(), exitCode, end.cause());
    }

    private Event resumed(Duration away, Map<String, String> changed) {
        Map<String, String> decisions = new LinkedHashMap<>();
        context.resumption()
                .decisions()
                .forEach((step, decision) -> decisions.put(step, decision.name().toLowerCase(Locale.ROOT)));
        return new Event.Resumed(
                request.who(),
                host(),
                ProcessHandle.current().pid(),
                request.versions(),
                away.toMillis(),
                decisions,
                changed,
                context.past().resumedAfter(),
                context.mask(context.resumption().reason()),
                context.past().failed());
    }

    private Event started(Plan plan, Map<String, String> texts) {
        Map<String, String> parameters = new LinkedHashMap<>();
        plan.arguments().forEach((name, value) -> {
            if (!(value instanceof Secret)) {
                parameters.put(name, context.mask(asTyped(value)));
            }
        });
        Optional<Duration> rto = plan.promise().map(promise -> promise.rto());
        return new Event.RunStarted(
                Event.RunStarted.FORMAT,
                context.id(),
                plan.id(),
                plan.description().orElse(""),
                plan.owner().orElse(""),
                request.mode().word(),
                context.environment().name(),
                context.environment().production(),
                parameters,
                request.who(),
                host(),
                ProcessHandle.current().pid(),
                request.versions(),
                millis(rto),
                millis(plan.promise().flatMap(promise -> promise.limit())),
                millis(plan.rpo()),
                PlanOutline.of(plan, "", context.masker()),
                context.selection().leftOut(),
                fromTheRoot(plan.file()),
                context.environment().file().map(this::fromTheRoot).orElse(""),
                texts,
                request.since().map(Instant::toString).orElse(""));
    }

    private String fromTheRoot(Path file) {
        return context.mask(file.toAbsolutePath().normalize().toString());
    }

    /** Formats a value as an operator would type it, so that a resume can pass it again. */
    private static String asTyped(Object value) {
        return value instanceof Duration time ? time.toMillis() + "ms" : String.valueOf(value);
    }

    private static long millis(Optional<Duration> time) {
        return time.map(Duration::toMillis).orElse(-1L);
    }

    static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException unnamed) {
            return "localhost";
        }
    }
}
