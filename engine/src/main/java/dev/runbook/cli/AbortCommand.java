package dev.runbook.cli;

import dev.runbook.AuthorException;
import dev.runbook.journal.AbortNote;
import dev.runbook.journal.Entry;
import dev.runbook.journal.JournalException;
import dev.runbook.journal.RecordMap;
import dev.runbook.journal.RunFolder;
import dev.runbook.journal.RunLifecycle;
import dev.runbook.journal.event.AttemptFinished;
import dev.runbook.journal.event.ExitCode;
import dev.runbook.journal.event.FailureTrace;
import dev.runbook.journal.event.Resumed;
import dev.runbook.journal.event.RunFinished;
import dev.runbook.journal.event.RunStatus;
import dev.runbook.journal.event.StopRequested;
import dev.runbook.json.JsonWriter;
import dev.runbook.model.RunModel;
import dev.runbook.model.RunObserver;
import dev.runbook.model.StepView;
import dev.runbook.run.lock.NotStartedException;
import dev.runbook.terminal.Terminal;
import dev.runbook.terminal.TerminalSanitizer;
import dev.runbook.time.Clock;
import dev.runbook.time.Deadline;
import dev.runbook.time.TimeText;
import dev.runbook.value.EnumWord;
import dev.runbook.value.StopProof;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** Stops a live run from another terminal. */
final class AbortCommand implements Callable<Integer> {
    /** Every action ends within its grace period; only a hung engine takes longer. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final CliContext context;
    private final ErrorReporter faults;
    private final CliOption<String> run = CliOption.argument("RUN", "The run's id, a part of it, or 'last'.");
    private final CliOption<Optional<String>> reason = CliOption.option("--reason=WHY", "Why, for the record.");
    private final CliOption<Boolean> noCleanup = CliOption.flag(
            "--no-cleanup", "Of a run whose engine died: end it without the cleanup blocks of what had begun.");
    private final StepDecisionOptions decisions = new StepDecisionOptions();
    private final RecordedRunOptions recorded = new RecordedRunOptions();
    private final LockOptions locks = LockOptions.ofRun();
    private final EverydayOptions everyday = new EverydayOptions();

    AbortCommand(CliContext context, ErrorReporter faults) {
        this.context = context;
        this.faults = faults;
    }

    /** Returns the command line definition. */
    CommandSpec spec() {
        return new CommandPage("abort", "Stops a run in progress, from another terminal.")
                .paragraph(
                        "Stops the running step of a run, proves that it is gone, runs no handler, and ends the run as "
                                + "aborted: what Ctrl-C does on the run's own terminal. Who asked and why is recorded. Returns when the run has ended.")
                .paragraph(
                        "Of a run whose engine died, it stops what that left running and runs the cleanup blocks of what had begun, with the "
                                + "values of the run and under its locks. A step of a cleanup that was in progress is treated as by 'runbook resume'. With --no-cleanup it "
                                + "says which cleanup blocks did not run and how to run them.")
                .paragraph(
                        "Touches the engine of this run and no other process, and what cleanup blocks change. 'runbook resume' continues an "
                                + "aborted run unless its cleanup blocks have run. Except --reason, the options below are for a run whose engine died.")
                .examples(
                        "runbook abort last",
                        "runbook abort kd --reason 'wrong environment'        a part of the id is enough",
                        "runbook abort last --no-cleanup                      its engine died; its cleanup must not run")
                .exitCodes(
                        "Exit codes:",
                        "  0  it has ended as aborted          2  no such run",
                        "  1  it has not ended within a        5  nothing to abort: it has ended otherwise;",
                        "     minute, something survived, or     its engine died and another run has its lock",
                        "     a cleanup failed")
                .command(this, run, reason, noCleanup, decisions, recorded, locks, everyday);
    }

    @Override
    public Integer call() {
        RunFolder folder = context.runs().find(run.value());
        RunLifecycle before = folder.lifecycle();
        if (!folder.live()) {
            return notLive(folder, before);
        }
        leave(folder, new AbortNote(context.who(), reason.value().orElse("")));
        Ending ending = new Ending();
        Deadline patience = Deadline.in(Clock.system(), PATIENCE);
        try (LiveFollower follower = LiveFollower.of(folder, Clock.system())) {
            follower.follow(ending::take, (step, source, line, at) -> {}, patience::passed);
        }
        return report(folder, ending);
    }

    private static void leave(RunFolder folder, AbortNote note) {
        try {
            folder.leave(note);
        } catch (JournalException refused) {
            throw new AuthorException(
                    "run " + folder.id() + " was not asked to stop: " + refused.getMessage()
                            + "\n  only the user it runs as may stop it",
                    refused);
        }
    }

    private int notLive(RunFolder folder, RunLifecycle lifecycle) {
        if (!lifecycle.dead().isEmpty()) {
            throw new NotStartedException(lifecycle.dead());
        }
        if (lifecycle.end().isEmpty()) {
            LostCleanup lost = LostCleanup.of(RunModel.replay(folder.read().entries()));
            return noCleanup.value() || lost.steps().isEmpty() ? report(folder, ofDead(folder)) : cleanUp(folder, lost);
        }
        if (lifecycle.end().get().status() != RunStatus.ABORTED) {
            throw new NotStartedException("run " + folder.id() + " has ended already: "
                    + EnumWord.phrase(lifecycle.end().get().status()));
        }
        Ending ending = new Ending();
        ending.end = lifecycle.end();
        ending.already = true;
        return report(folder, ending);
    }

    /** Ends a run whose engine is dead, after its cleanups: this process takes it over for them. */
    private int cleanUp(RunFolder folder, LostCleanup lost) {
        Terminal terminal = everyday.applyTo(context).terminal();
        Ending ending = new Ending();
        ending.dead = true;
        int exit;
        try {
            exit = new DeadRunCleanup(context, everyday, faults, locks)
                    .perform(
                            recorded.read(context, folder),
                            lost.steps(),
                            reason.value().orElse(""),
                            decisions.decision(),
                            proof -> ending.stopped("what was left running", proof));
        } catch (AuthorException impossible) {
            exit = faults.report(impossible);
        }
        ending.end = folder.lifecycle().end();
        if (ending.end.isEmpty()) {
            terminal.err()
                    .println("run " + folder.id() + " is not aborted\n  without its cleanup: runbook abort "
                            + folder.id() + " --no-cleanup");
            return exit;
        }
        ending.lost = lost.after(RunModel.replay(folder.read().entries()));
        int reported = report(folder, ending);
        return ending.lost.steps().isEmpty() ? reported : Math.max(reported, ExitCode.FAILED.number());
    }

    /** Ends a run whose engine is dead: stops the processes that the engine left running. */
    private Ending ofDead(RunFolder folder) {
        Ending ending = new Ending();
        EngineFactory.of(context, Clock.system())
                .abortDead(folder.id(), context.who(), reason.value().orElse(""))
                .ifPresent(proof -> ending.stopped("what was left running", proof));
        ending.end = folder.lifecycle().end();
        ending.dead = true;
        ending.lost = LostCleanup.of(RunModel.replay(folder.read().entries()));
        return ending;
    }

    /** The outcome of the run after the abort request. */
    private static final class Ending implements RunObserver {
        private final RunModel model = new RunModel();
        private Optional<RunFinished> end = Optional.empty();
        private boolean already;
        private boolean dead;
        private LostCleanup lost = LostCleanup.NONE;
        private boolean asked;
        private Duration askedAt = Duration.ZERO;
        private Duration endedAt = Duration.ZERO;
        private final List<String> stops = new ArrayList<>();
        private final List<String> survivors = new ArrayList<>();

        private void take(Entry entry) {
            endedAt = Duration.ofNanos(entry.sinceStartNanos());
            model.apply(entry).dispatchTo(this);
            end = model.end();
        }

        @Override
        public void stopRequested(StopRequested stop) {
            asked = true;
            askedAt = endedAt;
        }

        @Override
        public void resumed(Resumed resume) {
            asked = false; // processes stopped before were not stopped by this abort
            stops.clear();
            survivors.clear();
        }

        @Override
        public void attemptEnded(StepView step, AttemptFinished attempt) {
            if (asked) {
                stopped(attempt);
            }
        }

        private void stopped(AttemptFinished attempt) {
            if (!attempt.stopped().what().isEmpty()) {
                stopped(
                        "'" + attempt.step() + "'",
                        new StopProof(
                                attempt.stopped().what(),
                                Duration.ofMillis(attempt.stopped().tookMs()),
                                attempt.stopped().survivors()));
            }
        }

        private void stopped(String what, StopProof proof) {
            stops.add(what + ": " + proof.describe());
            survivors.addAll(proof.survivors());
        }

        private boolean aborted() {
            return end.filter(last -> last.status() == RunStatus.ABORTED).isPresent();
        }
    }

    private int report(RunFolder folder, Ending ending) {
        Terminal terminal = everyday.applyTo(context).terminal();
        if (everyday.json()) {
            terminal.out()
                    .println(JsonWriter.pretty(RecordMap.of(new AbortReport(
                            folder.id(),
                            ending.end.map(RunFinished::status),
                            ending.stops,
                            ending.survivors,
                            ending.lost.steps()))));
        } else if (!everyday.quiet()) {
            ending.stops.forEach(stop -> terminal.out().println("stopped " + TerminalSanitizer.line(stop)));
            terminal.out().println(line(folder, ending));
            ending.lost.describe().forEach(line -> terminal.out().println(TerminalSanitizer.line(line)));
        }
        if (ending.end.isEmpty()) {
            return ExitCode.FAILED.number();
        }
        return !ending.aborted()
                ? ExitCode.REFUSED.number()
                : ending.survivors.isEmpty() ? ExitCode.OK.number() : ExitCode.FAILED.number();
    }

    private static String line(RunFolder folder, Ending ending) {
        if (ending.end.isEmpty()) {
            return folder.live()
                    ? "run " + folder.id() + " was asked to stop and is still running: runbook attach " + folder.id()
                    : "run " + folder.id() + " has no end: its engine died; runbook resume " + folder.id()
                            + " continues it";
        }
        if (!ending.aborted()) {
            return "run " + folder.id() + " ended by itself before it could be stopped: "
                    + EnumWord.phrase(ending.end.get().status());
        }
        String when = ending.already
                ? " was aborted before"
                : ending.dead
                        ? " is aborted; its engine had died"
                        : " is aborted after " + TimeText.of(ending.endedAt.minus(ending.askedAt));
        FailureTrace trace = ending.end.get().trace();
        return "run " + folder.id() + when + "\n  "
                + (trace.barrier() == FailureTrace.Barrier.CLEANED_UP
                        ? "it cannot be resumed: " + trace.obstacle()
                        : "runbook resume " + folder.id() + "   continues where it stopped");
    }
}
