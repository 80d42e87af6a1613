package dev.runbook.run.execution;

import dev.runbook.AuthorException;
import dev.runbook.journal.TextHash;
import dev.runbook.journal.event.FailureTrace;
import dev.runbook.journal.event.FollowFinished;
import dev.runbook.journal.event.FollowStarted;
import dev.runbook.journal.event.RunStatus;
import dev.runbook.outline.PlanOutline;
import dev.runbook.outline.RunTargets;
import dev.runbook.plan.Cleanup;
import dev.runbook.plan.Node;
import dev.runbook.plan.Plan;
import dev.runbook.plan.ReadRunbook;
import dev.runbook.run.message.RunbookMessages;
import dev.runbook.run.objective.FollowedClock;
import dev.runbook.run.state.RunState;
import dev.runbook.run.state.RunValues;
import dev.runbook.run.state.RunbookEnd;
import java.util.function.Consumer;

/** Runs one runbook of a run: its nodes, its own failure handler, its fallback. */
public final class RunbookExecutor {
    private final RunContext run;
    private final Sequence sequence;
    private final HandlerExecutor handlers;
    private final CleanupExecutor cleanups;

    RunbookExecutor(RunContext run, Sequence sequence, HandlerExecutor handlers, CleanupExecutor cleanups) {
        this.run = run;
        this.sequence = sequence;
        this.handlers = handlers;
        this.cleanups = cleanups;
    }

    /** @param before called before each top-level node, for the clock and the forecast */
    public RunbookEnd run(ReadRunbook runbook, RunValues known, Scope scope, Consumer<Node> before) {
        Plan plan = runbook.plan();
        runbook.runsWith(known);
        Scope inside = scope.inRunbook(known).container();
        int asked = runbook.startApproval().isPresent() ? 1 : 0;
        NodeResult approved = sequence.execute(plan.nodes().subList(0, asked), inside, before, after -> {});
        if (!(approved instanceof NodeResult.Completed)) {
            return end(approved, inside); // nothing of the runbook has begun: neither its handler nor its cleanup runs
        }
        NodeResult ended = sequence.execute(
                Cleanup.before(plan.nodes().subList(asked, plan.nodes().size())),
                cleanups.members(plan.nodes(), inside),
                before,
                after -> {});
        if (ended instanceof NodeResult.Failed) {
            known.settle(plan.nodes(), PlanExecutor.NOT_REACHED);
        }
        NodeResult handled = handlers.handle(ended, plan.onFailure(), "", inside);
        Cleanup.of(plan.nodes()).ifPresent(before);
        return end(cleanups.after(handled, plan.nodes(), inside), inside);
    }

    private RunbookEnd end(NodeResult ended, Scope scope) {
        if (ended instanceof NodeResult.Completed) {
            return new RunbookEnd(RunStatus.SUCCEEDED, "");
        }
        if (ended instanceof NodeResult.Failed failed) {
            return new RunbookEnd(RunStatus.FAILED, failed.describe(), failed.trace());
        }
        if (ended instanceof NodeResult.Aborted aborted) {
            return new RunbookEnd(RunStatus.ABORTED, aborted.why(), aborted.trace());
        }
        return fallBack((NodeResult.FallsBack) ended, scope);
    }

    private RunbookEnd fallBack(NodeResult.FallsBack fallsBack, Scope scope) {
        String id = fallsBack.to().plan().id();
        String after = fallsBack.after().describe();
        ReadRunbook other;
        try {
            other = fallsBack.to().again().read();
        } catch (AuthorException refused) {
            return new RunbookEnd(
                    RunStatus.FAILED,
                    after + "; could not fall back to " + id + ": " + run.mask(refused.getMessage()),
                    fallsBack.after().trace());
        }
        FailureTrace trace = fallsBack.after().trace().behind(FailureTrace.Barrier.FELL_BACK, id);
        Scope own = scope.withOwnLimit();
        RunbookEnd end = follow(other, own.under(own.path(id)), true);
        return switch (end.status()) {
            case SUCCEEDED ->
                new RunbookEnd(RunStatus.FELL_BACK, after + "; fell back to " + id + ", which succeeded", trace);
            case FELL_BACK ->
                new RunbookEnd(RunStatus.FELL_BACK, after + "; fell back to " + id + "; " + end.cause(), trace);
            case ABORTED -> end;
            case FAILED ->
                new RunbookEnd(
                        RunStatus.FAILED, after + "; fell back to " + id + ", which failed too: " + end.cause(), trace);
        };
    }

    /** Runs another runbook inside this run, under the path of {@code scope}. */
    RunbookEnd follow(ReadRunbook other, Scope scope, boolean fallback) {
        Plan plan = other.plan();
        String path = scope.prefix();
        FollowStarted begins = new FollowStarted(
                path,
                plan.id(),
                fallback,
                RunTargets.of(plan),
                TextHash.of(plan.text()),
                PlanOutline.of(plan, path, run.masker()));
        if (scope.ended() && !run.past().contains(begins)) {
            return new RunbookEnd(RunStatus.ABORTED, plan.id() + " was not begun when the run ended");
        }
        run.objectives().follows(path, plan);
        run.recordOnce(begins);
        FollowedClock clock = new FollowedClock(plan, path, scope.known().run(), run.past());
        RunState state = scope.known().run().inner();
        RunValues known = new RunValues(state);
        other.runsWith(known); // its first messages already describe the run
        RunbookMessages messages = run.notices().follow(plan, path, state);
        RunbookEnd end = run(other, known, scope.withMessages(messages), clock::before);
        state.ended(end);
        messages.ended(end);
        run.recordOnce(new FollowFinished(
                path, plan.id(), fallback, end.status(), clock.elapsed().toMillis()));
        return end;
    }
}
