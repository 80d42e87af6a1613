package dev.runbook.transcript;

import dev.runbook.journal.Entry;
import dev.runbook.journal.Event;
import dev.runbook.journal.FailurePath;
import dev.runbook.journal.InterruptedSteps;
import dev.runbook.journal.JournalText;
import dev.runbook.journal.Pause;
import dev.runbook.journal.UndoReport;
import dev.runbook.value.StepPath;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Builds a {@link RunView} from a journal's entries, one after the other. */
final class RunViewBuilder {
    static final String HANDLER = "onFailure";
    static final String FALLBACK = "fallBackTo";

    private final JournalText text;
    private final Optional<Instant> now;
    private final StepTree tree = new StepTree();
    private final UndoReport takenBack = new UndoReport();
    private final List<TimelineEntry> moments = new ArrayList<>();
    private final List<Event.NoticeSent> notices = new ArrayList<>();
    private final List<Event.Resumed> resumes = new ArrayList<>();
    private final List<Pause> idle = new ArrayList<>();
    private final List<RunView.Expectation> forecasts = new ArrayList<>();
    private List<FailurePath> failurePaths = List.of();
    private Optional<Event.RunFinished> finished = Optional.empty();
    private final List<String> faultsNotMet = new ArrayList<>();
    private boolean gaveWay;
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
        Event.RunStarted started = (Event.RunStarted) first.event();
        Entry last = entries.get(entries.size() - 1);
        if (finished.isEmpty() && text.flaw().isPresent()) {
            tree.cut(ms(last), step -> true, "in progress where the journal is damaged");
        } else if (now.isEmpty()) { // also if it was ended as aborted afterwards
            tree.cut(ms(last), InterruptedSteps.in(entries)::contains, "in progress when the engine died");
        }
        takenBack
                .all()
                .forEach(undo -> tree.find(undo.step())
                        .ifPresent(step -> step.detail = undo.done() ? StepView.UNDONE : StepView.NOT_UNDONE));
        String status = text.flaw().isPresent()
                ? RunView.DAMAGED
                : finished.map(Event.RunFinished::status).orElse(now.isPresent() ? "running" : "interrupted");
        return new RunView(
                started,
                first.at(),
                status,
                new PromiseView(
                        zeroMs, clockStarted, stoppedMs, started.rtoMs(), started.rtoLimitMs(), atRiskMs, breachedMs),
                ms(last) + since(last),
                finished,
                tree.views(),
                List.copyOf(moments),
                List.copyOf(notices),
                List.copyOf(resumes),
                List.copyOf(idle),
                List.copyOf(forecasts),
                failurePaths,
                gaveWay,
                List.copyOf(faultsNotMet),
                takenBack.all(),
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
        takenBack.add(event);
        finished = Optional.empty(); // an aborted run that was resumed has not ended
        Pause.before(event, ms).ifPresent(idle::add);
        telling(event)
                .ifPresent(
                        told -> moments.add(new TimelineEntry(ms, entry.at(), told.tone(), told.step(), told.text())));
        if (event instanceof Event.RunStarted started) {
            tree.plan(started.plan(), "");
        } else if (event instanceof Event.RunFinished end) {
            finished = Optional.of(end);
        } else if (event instanceof Event.SignalReceived) {
            stopAsked = true;
        } else if (event instanceof Event.Noted noted) {
            gaveWay |= noted.kind().equals(Event.Noted.TAKEN_BACK);
            if (noted.kind().equals(Event.Noted.NOT_MET)) {
                faultsNotMet.add(noted.text());
            }
        } else if (event instanceof Event.Resumed resumed) {
            stopAsked = false;
            resumes.add(resumed);
        } else if (event instanceof Event.EarlierTimes earlier) {
            tree.usual(earlier.steps());
        } else if (event instanceof Event.FailurePaths told) {
            failurePaths = told.paths();
        } else if (event instanceof Event.Forecast forecast) {
            forecasts.add(new RunView.Expectation(ms, forecast));
        } else if (event instanceof Event.NoticeSent sent) {
            notice(sent, ms);
        } else if (!clock(event, ms) && !task(event, ms)) {
            around(event, ms);
        }
    }

    private Optional<TimelineMessage> telling(Event event) {
        if (event instanceof Event.AttemptFinished ended
                && stoppedAtEndOf(ended.step(), ended.result()).isPresent()) {
            return Optional.empty();
        }
        if (event instanceof Event.StepFinished ended) {
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
    private Optional<String> stoppedAtEndOf(String path, String result) {
        if (stopAsked || !result.equals("cancelled")) {
            return Optional.empty();
        }
        StepNode step = tree.at(path, "step");
        String container =
                step.container == null || step.container.path.isEmpty() ? "the runbook" : step.container.path;
        return Optional.of("stopped at the end of " + container).filter(told -> step.kind.equals("background"));
    }

    private boolean clock(Event event, long ms) {
        if (event instanceof Event.ClockStarted start) {
            zeroMs = ms - start.elapsedMs();
            clockStarted = true;
        } else if (event instanceof Event.ClockStopped) {
            stoppedMs = ms;
        } else if (event instanceof Event.AtRisk) {
            atRiskMs = ms;
        } else if (event instanceof Event.Breached) {
            breachedMs = ms;
        } else {
            return false;
        }
        return true;
    }

    private boolean task(Event event, long ms) {
        if (event instanceof Event.StepStarted started) {
            StepNode step = tree.at(started.step(), started.kind());
            step.kind = started.kind();
            step.action = started.action();
            step.shown = started.shown();
            step.budgetMs = started.budgetMs();
            step.begin(ms);
        } else if (event instanceof Event.AttemptStarted started) {
            tree.at(started.step(), "step").attempt(started, ms);
        } else if (event instanceof Event.AttemptFinished ended) {
            tree.at(ended.step(), "step").attempt(ended, ms);
        } else if (event instanceof Event.Waiting waiting) {
            tree.at(waiting.step(), "step").waits();
        } else if (event instanceof Event.StepFinished ended) {
            Optional<String> end = stoppedAtEndOf(ended.step(), ended.result());
            tree.at(ended.step(), "step").end(ms, end.isPresent() ? "ok" : ended.result(), end.orElse(ended.cause()));
        } else if (event instanceof Event.StepSkipped skipped) {
            tree.at(skipped.step(), "step").end(ms, "skipped", skipped.why());
        } else if (event instanceof Event.Overrun overrun) {
            tree.at(overrun.step(), "step").blame = overrun.blame();
        } else {
            return false;
        }
        return true;
    }

    private void around(Event event, long ms) {
        if (event instanceof Event.GroupStarted started) {
            StepNode group = tree.at(started.step(), started.kind());
            group.kind = started.kind();
            group.budgetMs = started.budgetMs();
            group.begin(ms);
        } else if (event instanceof Event.GroupFinished ended) {
            StepNode group = tree.at(ended.step(), "phase");
            group.end(ms, ended.result(), ended.cause());
            group.detail = ended.describe();
        } else if (event instanceof Event.HandlerStarted started) {
            tree.open(handler(started.of(), started.runbook()), HANDLER, started.of(), started.runbook())
                    .begin(ms);
            started.fallback().ifPresent(this::fallback);
        } else if (event instanceof Event.TakingBack all) {
            all.undos().forEach(undo -> tree.at(undo, "undo"));
        } else if (event instanceof Event.HandlerFinished ended) {
            StepNode handler = tree.open(handler(ended.of(), ended.runbook()), HANDLER, ended.of(), ended.runbook());
            boolean ok = ended.result().equals("ok");
            boolean undone = handler.inner.stream()
                    .noneMatch(undo ->
                            undo.kind.equals(StepView.UNDO) && undo.view().bad());
            handler.end(
                    ms,
                    ok && undone ? "ok" : "failed",
                    ok ? undone ? "" : "not everything was undone" : ended.result());
            handler.detail = ended.ending();
            tree.close(handler);
            tree.close(handler);
        } else if (event instanceof Event.FollowStarted started) {
            follow(started, ms);
        } else if (event instanceof Event.FollowFinished ended && ended.fallback()) {
            StepNode followed = tree.at(ended.step(), FALLBACK);
            followed.end(ms, ended.result().equals("succeeded") ? "ok" : "failed", "");
        }
    }

    private static String handler(String of, String runbook) {
        return HANDLER + "/" + runbook + "/" + of;
    }

    /** Adds the runbook that is to take over at its place, even if it is never reached. */
    private void fallback(String path) {
        StepNode step = tree.at(path, FALLBACK);
        step.action = "follow";
        step.shown = StepPath.last(path);
    }

    private void follow(Event.FollowStarted started, long ms) {
        StepNode step = tree.at(started.step(), started.fallback() ? FALLBACK : "step");
        if (started.fallback()) {
            step.action = "follow";
            step.shown = started.runbook();
            step.begin(ms);
        }
        step.detail = promise(started);
        tree.plan(started.plan(), started.step());
    }

    private static String promise(Event.FollowStarted started) {
        String rto = started.rtoMs() < 0 ? "" : "RTO " + Times.of(started.rtoMs());
        String rpo = started.rpoMs() < 0 ? "" : "RPO " + Times.of(started.rpoMs());
        String both = rto.isEmpty() || rpo.isEmpty() ? rto + rpo : rto + ", " + rpo;
        return both.isEmpty() ? "" : "its own promise: " + both;
    }

    private void notice(Event.NoticeSent sent, long ms) {
        notices.add(sent);
        StepNode line = sent.when().isEmpty() ? tree.message(sent.channel()) : null;
        if (line != null) {
            line.begin(Math.max(0, ms - Math.max(0, sent.tookMs())));
            line.end(ms, sent.sent() ? "ok" : sent.result(), sent.cause());
        }
    }
}
