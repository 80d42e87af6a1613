package dev.runbook.run;

import dev.runbook.action.CancellationToken;
import dev.runbook.journal.AnswerNote;
import dev.runbook.journal.Entry;
import dev.runbook.journal.JournalException;
import dev.runbook.journal.event.ClockCompressed;
import dev.runbook.journal.event.ClockStarted;
import dev.runbook.journal.event.Event;
import dev.runbook.journal.event.Noted;
import dev.runbook.journal.event.RunFinished;
import dev.runbook.journal.event.RunStatus;
import dev.runbook.journal.event.StepFinished;
import dev.runbook.journal.event.Verdict;
import dev.runbook.model.RunModel;
import dev.runbook.model.RunObserver;
import dev.runbook.model.StepView;
import dev.runbook.model.UndoReport;
import dev.runbook.notify.Notifier;
import dev.runbook.plan.Node;
import dev.runbook.plan.Plan;
import dev.runbook.plan.TaskPaths;
import dev.runbook.run.control.CancellationScope;
import dev.runbook.run.control.RunControl;
import dev.runbook.run.control.StopRequest;
import dev.runbook.run.drill.DrillCoverage;
import dev.runbook.run.execution.NodeResult;
import dev.runbook.run.execution.PlanExecutor;
import dev.runbook.run.execution.RunContext;
import dev.runbook.run.execution.Scope;
import dev.runbook.run.execution.Warmup;
import dev.runbook.run.message.RunbookMessages;
import dev.runbook.run.objective.ClockWatch;
import dev.runbook.run.objective.FollowedObjectives;
import dev.runbook.run.objective.Verdicts;
import dev.runbook.run.record.Recorder;
import dev.runbook.run.state.RunState;
import dev.runbook.run.state.RunValues;
import dev.runbook.run.state.RunbookEnd;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Executes one run from its first journal entry to its last. */
final class LiveRun {
    private final RunRequest request;
    private final RunContext context;
    private final RunControl control;
    private final Notifier notifier;
    private final RunState state;
    private final Optional<DrillCoverage> drillCoverage;
    private final FollowedObjectives followed = new FollowedObjectives();
    private final OpeningRecords opening;
    private final StartGate gate;
    private Runnable approved = () -> {};
    /** Whether nobody has learned yet that the start is approved. */
    private boolean unannounced;

    /** Whether only the cleanups of what has begun are run. */
    private boolean onlyCleanups;

    private Optional<ClockWatch> clocks = Optional.empty();

    /** @param drillCoverage provides the drill coverage at the end of a drill */
    LiveRun(
            RunRequest request,
            RunContext context,
            RunControl control,
            Notifier notifier,
            RunState state,
            Optional<DrillCoverage> drillCoverage) {
        this.request = request;
        this.context = context;
        this.control = control;
        this.notifier = notifier;
        this.state = state;
        this.drillCoverage = drillCoverage;
        this.opening = new OpeningRecords(request, context);
        RunObserver clock = new RunObserver() {
            private Instant at = Instant.EPOCH;

            @Override
            public void at(Entry entry) {
                at = entry.at();
            }

            @Override
            public void clockStarted(ClockStarted start) {
                state.clockBegan(start.began(at));
            }
        };
        RunModel.replay(context.past().entries(), clock);
        context.recorder().subscribe(clock);
        this.gate =
                new StartGate(request.runbook().startApproval(), context.past().entries());
        context.recorder().subscribe(gate);
        this.unannounced = waitsForApproval();
    }

    /** Returns whether the start waits for an approval: nothing has been done yet. */
    boolean waitsForApproval() {
        return gate.awaited().isPresent();
    }

    /** @param action called once the start is approved, before the first step */
    void whenApproved(Runnable action) {
        approved = action;
    }

    /** Makes a run that is resumed run the cleanups of what has begun, and nothing else. */
    void onlyCleanUp() {
        onlyCleanups = true;
    }

    /** Takes an answer of a person; ignored after the last question. */
    void answer(AnswerNote note) {
        context.questions().deliver(note);
    }

    /**
     * @param texts the hashes of the files the run uses
     * @param noted what was found at the start, for the journal
     */
    RunEnd run(Map<String, String> texts, List<Event> noted) {
        return perform(() -> {
            context.record(opening.started(texts));
            if (context.clock().factor() > 1) {
                context.record(new ClockCompressed(context.clock().factor()));
            }
            watchClock();
            noted.forEach(context::record);
            opening.exposures().forEach(context::record);
            opening.givenSecrets().forEach(context::record);
            context.objectives().begins(request.since());
        });
    }

    /**
     * @param away how long no engine worked on the run, by the wall clock
     * @param changed the hashes of the files the run uses from here on, where they changed
     * @param leftovers handles what the last engine left running, once the journal records the new engine
     */
    RunEnd resume(
            Duration away, Map<String, String> changed, List<? extends Event> noted, Consumer<Recorder> leftovers) {
        return perform(() -> {
            Entry now = context.recorder().record(opening.resumed(away, changed));
            Entry first = context.past().entries().get(0);
            state.resumed(first.at(), Duration.ofNanos(now.sinceStartNanos() - first.sinceStartNanos()));
            watchClock();
            noted.forEach(context::record);
            leftovers.accept(context.recorder());
            context.past()
                    .endsOfRemovedSteps(TaskPaths.of(request.runbook().plan()))
                    .forEach(context::record);
            context.objectives().resumes(context.past(), now);
        });
    }

    /** @param begin records how the run began or was resumed */
    private RunEnd perform(Runnable begin) {
        Plan plan = request.runbook().plan();
        try {
            RunModel.replay(context.past().entries(), followed);
            context.recorder().subscribe(followed);
            begin.run();
            // the request that ends the run stops nothing here: what has ended is replayed on the way to the cleanups
            control.attach(context.recorder(), onlyCleanups ? new CancellationScope() : context.stops(), context::mask);
            RunValues known = new RunValues(state);
            request.runbook().runsWith(known); // the first messages already describe the run
            RunbookMessages messages = context.notices().follow(plan, "", state, gate.awaited());
            Warmup.beside(plan);
            RunbookEnd end = executeRunbook(known, messages);
            context.questions().end();
            clocks.ifPresent(ClockWatch::look);
            context.objectives().ends(end.status().recovered());
            state.ended(end);
            messages.ended(end);
            notifier.close();
            clocks.ifPresent(ClockWatch::close); // the run's end must be its last record
            return finish(plan, end);
        } catch (JournalException unwritable) {
            context.stops().request(CancellationToken.Reason.CANCELLED);
            throw unwritable;
        } finally {
            context.questions().end();
            clocks.ifPresent(ClockWatch::close);
            context.resources().close();
        }
    }

    private void watchClock() {
        ClockWatch watch = new ClockWatch(context.clock().machine(), context.recorder());
        clocks = Optional.of(watch);
        context.recorder().subscribe(new RunObserver() {
            @Override
            public void stepEnded(StepView step, StepFinished end) {
                watch.look();
            }
        });
    }

    private RunbookEnd executeRunbook(RunValues known, RunbookMessages messages) {
        Scope whole = Scope.of(context, known, messages);
        Scope scope = onlyCleanups ? whole.closed() : whole;
        PlanExecutor executor = new PlanExecutor(context);
        RunbookEnd end = executor.runbooks().run(request.runbook(), known, scope, node -> before(node, messages));
        Optional<StopRequest> stop = control.over();
        if (end.status() != RunStatus.ABORTED) {
            return end;
        }
        if (stop.map(StopRequest::undone).orElse(context.past().yields())) {
            undo(executor, scope);
        }
        return stop.map(by -> new RunbookEnd(
                        RunStatus.ABORTED, "stopped by " + context.mask(by.by()) + "; " + end.cause(), end.trace()))
                .orElse(end);
    }

    private void before(Node node, RunbookMessages messages) {
        if (unannounced && !waitsForApproval()) {
            unannounced = false;
            approved.run();
            messages.approved();
        }
        context.objectives().before(node);
    }

    /** Undoes all finished steps, whatever stopped the run; a run with this record is not continued. */
    private void undo(PlanExecutor executor, Scope scope) {
        context.past().startUndoing();
        NodeResult ended = executor.undo(scope.stoppedBy(new CancellationScope()));
        if (ended instanceof NodeResult.Completed && scope.done().allEnded()) {
            String missed = UndoReport.missed(context.recorder().model().undos());
            context.record(Noted.of(
                    Noted.Kind.UNDONE,
                    "the finished steps are undone" + (missed.isEmpty() ? "" : ", but not: " + missed)));
        }
    }

    private RunEnd finish(Plan plan, RunbookEnd end) {
        context.injections().notReached().ifPresent(context::record);
        drillCoverage.flatMap(DrillCoverage::event).ifPresent(context::record);
        List<Verdict> verdicts = Verdicts.of(
                plan,
                end.status(),
                context.objectives().elapsed(),
                context.objectives().losses(),
                context.partial());
        int exitCode = Verdicts.exitCode(end.status(), verdicts, control.exitCode());
        verdicts.addAll(followed.verdicts(context.objectives().losses()));
        Verdicts.messages(context.recorder().model().messages()).ifPresent(verdicts::add);
        int notUndone = (int) context.recorder().model().undos().stream()
                .filter(undo -> !undo.done())
                .count();
        context.record(new RunFinished(end.status(), exitCode, end.cause(), verdicts, notUndone, end.trace()));
        return new RunEnd(context.id(), end.status(), exitCode, end.cause());
    }
}
