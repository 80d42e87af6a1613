package dev.runbook.run;

import dev.runbook.AuthorException;
import dev.runbook.action.OrphanFinder;
import dev.runbook.environment.Environment;
import dev.runbook.forecast.EarlierRuns;
import dev.runbook.forecast.PastTimes;
import dev.runbook.journal.Entry;
import dev.runbook.journal.Journal;
import dev.runbook.journal.JournalText;
import dev.runbook.journal.RunFolder;
import dev.runbook.journal.RunStore;
import dev.runbook.journal.event.Event;
import dev.runbook.journal.event.Mode;
import dev.runbook.journal.event.Noted;
import dev.runbook.model.RunDigestBuilder;
import dev.runbook.notify.Notifier;
import dev.runbook.plan.Plan;
import dev.runbook.plan.StartApproval;
import dev.runbook.run.control.RunControl;
import dev.runbook.run.control.StopRequest;
import dev.runbook.run.execution.PlanExecutor;
import dev.runbook.run.lock.LockOwner;
import dev.runbook.run.lock.LockWait;
import dev.runbook.run.lock.Locks;
import dev.runbook.run.lock.NotStartedException;
import dev.runbook.run.message.MessageTexts;
import dev.runbook.run.resume.Downtime;
import dev.runbook.run.resume.JournalReplay;
import dev.runbook.run.resume.Resumption;
import dev.runbook.time.Clock;
import dev.runbook.time.CompressedClock;
import dev.runbook.value.StopProof;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Runs runbooks: acquires the locks, keeps copies of the files, opens the journal, executes the plan, ends with a
 * verdict. The entry point for the command line; {@link LiveRun} is one run, {@link PlanExecutor} executes the plan.
 */
public final class RunEngine {
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final RunStore runs;
    private final Clock clock;
    private final RunAssembly assembly;
    private final OrphanWatch orphans;

    public RunEngine(
            RunStore runs,
            Clock clock,
            BiFunction<Environment, Mode, Notifier> notifiers,
            MessageTexts.Templates templates,
            OrphanFinder leftovers) {
        this.runs = runs;
        this.clock = clock;
        this.assembly = new RunAssembly(runs, notifiers, templates, GRACE);
        this.orphans = new OrphanWatch(leftovers, runs);
    }

    /**
     * Runs a plan that has been checked, from its first step to its verdict; blocks until then. While the run waits for
     * a lock, the outage continues: unless the runbook says where its clock starts, the RTO clock counts from when the
     * run was requested.
     *
     * @throws NotStartedException when a lock is held and was not released during the wait; nothing was changed
     * @throws dev.runbook.journal.JournalException when nothing can be recorded; running steps were stopped
     */
    public RunEnd run(RunRequest asked, LockWait wait, RunListener listener, RunControl control) {
        boolean mustBeApproved = asked.runbook().startApproval().isPresent();
        Locks locks = locks(asked, wait.yielding(mustBeApproved), control);
        return locks.during(() -> {
            RunRequest request = asked.askedFor(
                    clock.wall().minus(locks.waited()), !locks.waited().isZero());
            RunFolder folder = runs.create(clock.wall());
            locks.heldBy(folder.id());
            RunInputs texts = RunInputs.of(request);
            folder.keep(texts.texts());
            PastTimes earlier = earlier(request);
            RunDigestBuilder digesting = new RunDigestBuilder();
            Clock own = compressed(request.clock());
            try (Journal journal = folder.create(own);
                    RunWatch watch = new RunWatch(folder, locks, wait.yields(), control, clock)) {
                watch.begin();
                LiveRun run = assembly.assemble(new RunAssembly.Parts(
                        request,
                        folder,
                        journal,
                        own,
                        earlier,
                        JournalReplay.none(),
                        Resumption.undecided(),
                        digesting,
                        listener,
                        control));
                connect(run, watch, locks);
                List<Event> noted = new ArrayList<>(orphans.ofOtherRuns());
                EarlierRuns.event(earlier).ifPresent(noted::add);
                locks.event().ifPresent(noted::add);
                return run.run(texts.hashes(), noted);
            } finally {
                keep(digesting, request);
            }
        });
    }

    /**
     * Resumes a run: its engine died, it was aborted, or it failed and the cause is fixed. The request names the same
     * runbook, parameters and environment.
     *
     * @throws NotStartedException when a lock is held and was not released during the wait; nothing was changed
     * @throws AuthorException when the run has ended for good, when its journal is damaged, or when the outcome of a
     * step is unknown and only an operator can decide about it
     */
    public RunEnd resume(
            String run,
            RunRequest request,
            Resumption resumption,
            LockWait wait,
            RunListener listener,
            RunControl control) {
        return resume(run, request, resumption, wait, listener, control, Optional.empty());
    }

    /**
     * Ends a run whose engine died as aborted, after the cleanups of what it had begun; nothing else is run. What the
     * dead engine left running is stopped first.
     *
     * @param resumption about steps of cleanups that were in progress
     * @param stopped receives how leftover processes were stopped, if there were any
     * @throws NotStartedException when a lock is held and was not released during the wait; nothing was changed
     * @throws AuthorException when its journal is damaged, or when the outcome of a step of a cleanup is unknown and
     * only an operator can decide about it
     */
    public RunEnd cleanUp(
            String run,
            RunRequest request,
            String why,
            Resumption resumption,
            Consumer<StopProof> stopped,
            LockWait wait,
            RunListener listener,
            RunControl control) {
        StopRequest abort = StopRequest.abort(request.who(), why, RunWatch.EXIT);
        return resume(run, request, resumption, wait, listener, control, Optional.of(new CleanUp(abort, stopped)));
    }

    /** @param stopped receives how leftover processes were stopped */
    private record CleanUp(StopRequest why, Consumer<StopProof> stopped) {}

    /** @param cleanUp if the run ends after its cleanups; empty if it continues */
    private RunEnd resume(
            String run,
            RunRequest request,
            Resumption resumption,
            LockWait wait,
            RunListener listener,
            RunControl control,
            Optional<CleanUp> cleanUp) {
        RunFolder folder = runs.find(run);
        Resumable.mustNotBeLive(folder);
        Optional<StartApproval> approval = request.runbook().startApproval();
        boolean mustBeApproved =
                approval.isPresent() && StartGate.closed(approval, folder.read().entries());
        Locks locks = locks(request, wait.yielding(mustBeApproved), control);
        return locks.during(() -> {
            locks.heldBy(folder.id());
            JournalText text = Resumable.of(folder);
            List<Entry> entries = text.entries();
            RunInputs texts = RunInputs.of(request);
            Map<String, String> changed = Resumable.changed(entries, texts, resumption, folder);
            JournalReplay past = JournalReplay.of(entries);
            Plan plan = request.runbook().plan();
            Resumption decided = cleanUp.isPresent()
                    ? resumption.completedForCleanups(past, plan, folder.id())
                    : resumption.completed(past.open(), plan, folder.id(), orphans.stillRunning(past));
            orphans.mustNotRunTwice(folder.id(), past, decided);
            Downtime away = Downtime.of(entries, clock, OpeningRecords.host());
            RunDigestBuilder digesting = new RunDigestBuilder();
            entries.forEach(digesting::add);
            Clock own = compressed(past.model().clockFactor());
            try (Journal journal = folder.reopen(text, own, away.time());
                    RunWatch watch = new RunWatch(folder, locks, wait.yields(), control, clock)) {
                watch.begin();
                if (text.tail() == JournalText.Tail.TORN) {
                    journal.append(Noted.of(Noted.Kind.JOURNAL, "cut off " + text.damage()));
                }
                folder.keepChanged(text, texts.only(changed.keySet()).texts());
                LiveRun live = assembly.assemble(new RunAssembly.Parts(
                        request, folder, journal, own, earlier(request), past, decided, digesting, listener, control));
                connect(live, watch, locks);
                cleanUp.ifPresent(only -> {
                    live.onlyCleanUp();
                    control.requestStop(only.why());
                });
                return live.resume(
                        away.time(),
                        changed,
                        away.gap().stream().toList(),
                        recorder -> cleanUp.ifPresentOrElse(
                                only -> orphans.stop(past, GRACE, recorder).ifPresent(only.stopped()),
                                () -> orphans.ofThisRun(folder.id(), past, decided, GRACE, recorder)));
            } finally {
                keep(digesting, request);
            }
        });
    }

    /**
     * Ends a run whose engine died as aborted, without continuing it; {@code who} requested it, {@code why} in their
     * words.
     *
     * @return how leftover processes were stopped; empty when there were none
     */
    public Optional<StopProof> abortDead(String run, String who, String why) {
        return new DeadRun(runs.find(run), clock, orphans).abort(StopRequest.abort(who, why, RunWatch.EXIT), GRACE);
    }

    /** Connects a run with what arrives from outside: answers, requests to yield, and the approval of its start. */
    private static void connect(LiveRun run, RunWatch watch, Locks locks) {
        watch.answersTo(run::answer);
        run.whenApproved(locks::keep);
        watch.yieldsWhile(run::waitsForApproval);
    }

    /** @param factor how many times faster waits of a fixed length pass; 1 for real speed */
    private Clock compressed(int factor) {
        return factor > 1 ? new CompressedClock(clock, factor) : clock;
    }

    private PastTimes earlier(RunRequest request) {
        return EarlierRuns.of(runs, request.runbook().plan(), request.environment(), request.mode());
    }

    private void keep(RunDigestBuilder digesting, RunRequest request) {
        digesting
                .digest()
                .ifPresent(digest -> runs.digests(RunDigestBuilder::of)
                        .keep(
                                request.runbook().plan().id(),
                                request.environment().name(),
                                digest));
    }

    private Locks locks(RunRequest request, LockWait wait, RunControl control) {
        Plan plan = request.runbook().plan();
        LockOwner owner = new LockOwner(
                request.who(),
                plan.id(),
                request.mode(),
                ProcessHandle.current().pid(),
                clock.wall(),
                wait.yields());
        return Locks.take(runs.locks(), request.environment().name(), locks(plan), owner, wait, clock, control);
    }

    /**
     * Returns the locks of every runbook that the run may reach: all are acquired at the start, so that a run never
     * waits for itself.
     */
    private static Set<String> locks(Plan plan) {
        return plan.withOthers().flatMap(one -> one.locks().stream()).collect(Collectors.toCollection(TreeSet::new));
    }
}
