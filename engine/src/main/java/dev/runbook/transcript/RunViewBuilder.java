package dev.runbook.transcript;

import dev.runbook.journal.Entry;
import dev.runbook.journal.InterruptedSteps;
import dev.runbook.journal.JournalText;
import dev.runbook.journal.Pause;
import dev.runbook.journal.ReportedStatus;
import dev.runbook.journal.UndoReport;
import dev.runbook.journal.event.AtRisk;
import dev.runbook.journal.event.AttemptFinished;
import dev.runbook.journal.event.AttemptStarted;
import dev.runbook.journal.event.Breached;
import dev.runbook.journal.event.ClockStarted;
import dev.runbook.journal.event.ClockStopped;
import dev.runbook.journal.event.DeliveryResult;
import dev.runbook.journal.event.EarlierTimes;
import dev.runbook.journal.event.Event;
import dev.runbook.journal.event.FailurePath;
import dev.runbook.journal.event.FailurePaths;
import dev.runbook.journal.event.FollowFinished;
import dev.runbook.journal.event.FollowStarted;
import dev.runbook.journal.event.Forecast;
import dev.runbook.journal.event.GroupFinished;
import dev.runbook.journal.event.GroupStarted;
import dev.runbook.journal.event.HandlerFinished;
import dev.runbook.journal.event.HandlerStarted;
import dev.runbook.journal.event.MessageSent;
import dev.runbook.journal.event.MessageTrigger;
import dev.runbook.journal.event.Noted;
import dev.runbook.journal.event.Overrun;
import dev.runbook.journal.event.Resumed;
import dev.runbook.journal.event.RunFinished;
import dev.runbook.journal.event.RunStarted;
import dev.runbook.journal.event.RunStatus;
import dev.runbook.journal.event.StepFinished;
import dev.runbook.journal.event.StepKind;
import dev.runbook.journal.event.StepSkipped;
import dev.runbook.journal.event.StepStarted;
import dev.runbook.journal.event.StopRequested;
import dev.runbook.journal.event.Targets;
import dev.runbook.journal.event.UndosStarted;
import dev.runbook.journal.event.Waiting;
import dev.runbook.value.Result;
import dev.runbook.value.StepPath;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Builds a {@link RunView} from a journal's entries, one after the other. */
final class RunViewBuilder {
    private final JournalText text;
    private final Optional<Instant> now;
    private final StepTree tree = new StepTree();
    private final UndoReport undos = new UndoReport();
    private final List<TimelineEntry> moments = new ArrayList<>();
    private final List<MessageSent> notices = new ArrayList<>();
    private final List<Resumed> resumes = new ArrayList<>();
    private final List<Pause> idle = new ArrayList<>();
    private final List<RunView.Expectation> forecasts = new ArrayList<>();
    private List<FailurePath> failurePaths = List.of();
    private Optional<RunFinished> finished = Optional.empty();
    private final List<String> faultsNotReached = new ArrayList<>();
    private boolean undone;
    private boolean stopAsked;
    private long zeroMs;
    private boolean clockStarted;
    private long stoppedMs = -1;
    private long atRiskMs = -1;
    private long breachedMs = -1;

    /** @param now the wall clock, while an engine process executes the run */
    RunViewBuilder(JournalText text, Optional<Instant> now) {
        this.text = text;
        this.now = now;
    }

    RunView view() {
        List<Entry> entries = text.entries();
        entries.forEach(this::add);
        Entry first = entries.get(0);
        RunStarted started = (RunStarted) first.event();
        Entry last = entries.get(entries.size() - 1);
        if (finished.isEmpty() && text.flaw().isPresent()) {
            tree.cut(ms(last), step -> true, "in progress where the journal is damaged");
        } else if (now.isEmpty()) { // also if it was ended as aborted afterwards
            tree.cut(ms(last), InterruptedSteps.in(entries)::contains, "in progress when the engine died");
        }
        undos.all()
                .forEach(undo -> tree.find(undo.step())
                        .ifPresent(step -> step.undo = undo.done() ? StepView.Undo.UNDONE : StepView.Undo.NOT_UNDONE));
        ReportedStatus status = text.flaw().isPresent()
                ? ReportedStatus.DAMAGED
                : finished.map(end -> ReportedStatus.of(end.status()))
                        .orElse(now.isPresent() ? ReportedStatus.RUNNING : ReportedStatus.INTERRUPTED);
        return new RunView(
                started,
                first.at(),
                status,
                new ClockView(
                        zeroMs,
                        clockStarted,
                        stoppedMs,
                        started.targets().rtoMs(),
                        started.targets().rtoLimitMs(),
                        atRiskMs,
                        breachedMs),
                ms(last) + since(last),
                finished,
                tree.views(),
                List.copyOf(moments),
                List.copyOf(notices),
                List.copyOf(resumes),
                List.copyOf(idle),
                List.copyOf(forecasts),
                failurePaths,
                undone,
                List.copyOf(faultsNotReached),
                undos.all(),
                text.damage(),
                entries.size(),
                text.head());
    }

    /** Returns how long ago the last record of a running run was written: its clock is running too. */
    private long since(Entry last) {
        return finished.isPresent()
                ? 0
                : now.map(at -> Math.max(0, Duration.between(last.at(), at).toMillis()))
                        .orElse(0L);
    }

    private static long ms(Entry entry) {
        return entry.sinceStartNanos() / 1_000_000;
    }

    private void add(Entry entry) {
        long ms = ms(entry);
        Event event = entry.event();
        undos.add(event);
        finished = Optional.empty(); // an aborted run that was resumed has not ended
        Pause.before(event, ms).ifPresent(idle::add);
        telling(event)
                .ifPresent(
                        told -> moments.add(new TimelineEntry(ms, entry.at(), told.tone(), told.step(), told.text())));
        if (event instanceof RunStarted started) {
            tree.plan(started.plan(), "");
        } else if (event instanceof RunFinished end) {
            finished = Optional.of(end);
        } else if (event instanceof StopRequested) {
            stopAsked = true;
        } else if (event instanceof Noted noted) {
            undone |= noted.kind() == Noted.Kind.UNDONE;
            if (noted.kind() == Noted.Kind.NOT_REACHED) {
                faultsNotReached.add(noted.text());
            }
        } else if (event instanceof Resumed resumed) {
            stopAsked = false;
            resumes.add(resumed);
        } else if (event instanceof EarlierTimes earlier) {
            tree.usual(earlier.steps());
        } else if (event instanceof FailurePaths told) {
            failurePaths = told.paths();
        } else if (event instanceof Forecast forecast) {
            forecasts.add(new RunView.Expectation(ms, forecast));
        } else if (event instanceof MessageSent sent) {
            notice(sent, ms);
        } else if (!clock(event, ms) && !task(event, ms)) {
            around(event, ms);
        }
    }

    private Optional<TimelineMessage> telling(Event event) {
        if (event instanceof AttemptFinished ended
                && stoppedAtEndOf(ended.step(), ended.result()).isPresent()) {
            return Optional.empty();
        }
        if (event instanceof StepFinished ended) {
            Optional<String> end = stoppedAtEndOf(ended.step(), ended.result());
            if (end.isPresent()) {
                return Optional.of(new TimelineMessage(TimelineEntry.Tone.FAINT, ended.step(), end.get()));
            }
        }
        return TimelineMessage.of(event);
    }

    /**
     * Returns a note for a background task that was stopped because its container ended, which is not a failure; empty
     * otherwise.
     */
    private Optional<String> stoppedAtEndOf(String path, Result result) {
        if (stopAsked || result != Result.CANCELLED) {
            return Optional.empty();
        }
        StepNode step = tree.at(path, StepKind.STEP);
        String container =
                step.container == null || step.container.path.isEmpty() ? "the runbook" : step.container.path;
        return Optional.of("stopped at the end of " + container).filter(told -> step.kind == StepKind.BACKGROUND);
    }

    private boolean clock(Event event, long ms) {
        if (event instanceof ClockStarted start) {
            zeroMs = ms - start.elapsedMs();
            clockStarted = true;
        } else if (event instanceof ClockStopped) {
            stoppedMs = ms;
        } else if (event instanceof AtRisk) {
            atRiskMs = ms;
        } else if (event instanceof Breached) {
            breachedMs = ms;
        } else {
            return false;
        }
        return true;
    }

    private boolean task(Event event, long ms) {
        if (event instanceof StepStarted started) {
            StepNode step = tree.at(started.step(), started.kind());
            step.kind = started.kind();
            step.action = started.action();
            step.command = started.command();
            step.budgetMs = started.budgetMs();
            step.begin(ms);
        } else if (event instanceof AttemptStarted started) {
            tree.at(started.step(), StepKind.STEP).attempt(started, ms);
        } else if (event instanceof AttemptFinished ended) {
            tree.at(ended.step(), StepKind.STEP).attempt(ended, ms);
        } else if (event instanceof Waiting waiting) {
            tree.at(waiting.step(), StepKind.STEP).waits();
        } else if (event instanceof StepFinished ended) {
            Optional<String> end = stoppedAtEndOf(ended.step(), ended.result());
            tree.at(ended.step(), StepKind.STEP)
                    .end(ms, end.isPresent() ? StepState.OK : StepState.of(ended.result()), end.orElse(ended.cause()));
        } else if (event instanceof StepSkipped skipped) {
            tree.at(skipped.step(), StepKind.STEP).end(ms, StepState.SKIPPED, skipped.why());
        } else if (event instanceof Overrun overrun) {
            tree.at(overrun.step(), StepKind.STEP).blame = overrun.blame();
        } else {
            return false;
        }
        return true;
    }

    private void around(Event event, long ms) {
        if (event instanceof GroupStarted started) {
            StepNode group = tree.at(started.step(), started.kind());
            group.kind = started.kind();
            group.budgetMs = started.budgetMs();
            group.begin(ms);
        } else if (event instanceof GroupFinished ended) {
            StepNode group = tree.at(ended.step(), StepKind.PHASE);
            group.end(ms, StepState.of(ended.result()), ended.cause());
            group.detail = ended.members().describe();
        } else if (event instanceof HandlerStarted started) {
            tree.open(handler(started.of(), started.runbook()), StepKind.ON_FAILURE, started.of(), started.runbook())
                    .begin(ms);
            started.fallback().ifPresent(this::fallback);
        } else if (event instanceof UndosStarted all) {
            all.undos().forEach(undo -> tree.at(undo, StepKind.UNDO));
        } else if (event instanceof HandlerFinished ended) {
            StepNode handler =
                    tree.open(handler(ended.of(), ended.runbook()), StepKind.ON_FAILURE, ended.of(), ended.runbook());
            boolean ok = ended.result() == Result.OK;
            boolean undone = handler.inner.stream()
                    .noneMatch(undo -> undo.kind == StepKind.UNDO && undo.view().bad());
            handler.end(
                    ms,
                    ok && undone ? StepState.OK : StepState.FAILED,
                    ok ? undone ? "" : "not everything was undone" : stopped(ended));
            handler.detail = ended.ending().describe();
            handler.ending = Optional.of(ended.ending());
            tree.close(handler);
            tree.close(handler);
        } else if (event instanceof FollowStarted started) {
            follow(started, ms);
        } else if (event instanceof FollowFinished ended && ended.fallback()) {
            StepNode followed = tree.at(ended.step(), StepKind.FALL_BACK_TO);
            followed.end(ms, ended.status() == RunStatus.SUCCEEDED ? StepState.OK : StepState.FAILED, "");
        }
    }

    private static String handler(String of, String runbook) {
        return "onFailure/" + runbook + "/" + of;
    }

    /** Adds the runbook that is to take over at its place, even if it is never reached. */
    private void fallback(String path) {
        StepNode step = tree.at(path, StepKind.FALL_BACK_TO);
        step.action = "follow";
        step.command = StepPath.last(path);
    }

    private void follow(FollowStarted started, long ms) {
        StepNode step = tree.at(started.step(), started.fallback() ? StepKind.FALL_BACK_TO : StepKind.STEP);
        if (started.fallback()) {
            step.action = "follow";
            step.command = started.runbook();
            step.begin(ms);
        }
        step.detail = objectives(started.targets());
        tree.plan(started.plan(), started.step());
    }

    private static String objectives(Targets targets) {
        String rto = targets.rtoMs() < 0 ? "" : "RTO " + Times.of(targets.rtoMs());
        String rpo = targets.rpoMs() < 0 ? "" : "RPO " + Times.of(targets.rpoMs());
        String both = rto.isEmpty() || rpo.isEmpty() ? rto + rpo : rto + ", " + rpo;
        return both.isEmpty() ? "" : "its own objectives: " + both;
    }

    private static String stopped(HandlerFinished handler) {
        return handler.result() == Result.CANCELLED ? "stopped" : "failed: " + handler.cause();
    }

    private static StepState delivered(DeliveryResult result) {
        return switch (result) {
            case SENT -> StepState.OK;
            case FAILED -> StepState.FAILED;
            case TIMED_OUT -> StepState.TIMED_OUT;
        };
    }

    private void notice(MessageSent sent, long ms) {
        notices.add(sent);
        StepNode line = sent.trigger() == MessageTrigger.PLACE ? tree.message(sent.channel()) : null;
        if (line != null) {
            line.begin(Math.max(0, ms - Math.max(0, sent.tookMs())));
            line.end(ms, delivered(sent.result()), sent.cause());
        }
    }
}
