package dev.runbook.transcript;

import dev.runbook.journal.Event;
import dev.runbook.transcript.TimelineEntry.Tone;
import dev.runbook.value.StepPath;
import dev.runbook.value.Words;
import java.util.Optional;
import java.util.stream.Collectors;

/** The line of an event in a timeline; none for events that others of the same moment explain. */
record TimelineMessage(Tone tone, String step, String text) {

    static Optional<TimelineMessage> of(Event event) {
        TimelineMessage told = run(event);
        told = told == null ? step(event) : told;
        return Optional.ofNullable(told == null ? around(event) : told);
    }

    private static TimelineMessage run(Event event) {
        if (event instanceof Event.RunStarted started) {
            return new TimelineMessage(
                    Tone.PLAIN, "", started.mode() + " of " + started.runbook() + " started by " + started.who());
        }
        if (event instanceof Event.ClockStarted clock) {
            String gone = clock.elapsedMs() > 0 ? ", " + Times.of(clock.elapsedMs()) + " already gone" : "";
            return new TimelineMessage(Tone.PLAIN, "", "clock started: " + clock.why() + gone);
        }
        if (event instanceof Event.ClockStopped clock) {
            return new TimelineMessage(
                    Tone.PLAIN, "", "clock stopped at " + Times.of(clock.elapsedMs()) + ": " + clock.why());
        }
        if (event instanceof Event.ClockGap gap) {
            return new TimelineMessage(Tone.WARNING, "", gap.describe());
        }
        if (event instanceof Event.FailurePaths paths) {
            return new TimelineMessage(Tone.FAINT, "", paths.describe());
        }
        if (event instanceof Event.EarlierTimes earlier) {
            return new TimelineMessage(
                    Tone.FAINT,
                    "",
                    "how long steps take is known from " + Event.runs(earlier.runs()) + " of this runbook here");
        }
        if (event instanceof Event.Forecast forecast) {
            return new TimelineMessage(Tone.FAINT, "", "expected to take " + forecast.describe());
        }
        if (event instanceof Event.AtRisk risk) {
            return new TimelineMessage(
                    Tone.WARNING,
                    "",
                    "promise at risk: expected " + Times.of(risk.expectedMs()) + " of " + Times.of(risk.rtoMs()) + "; "
                            + risk.why());
        }
        if (event instanceof Event.Breached breach) {
            return new TimelineMessage(Tone.BAD, "", "RTO of " + Times.of(breach.rtoMs()) + " broken; " + breach.why());
        }
        if (event instanceof Event.Resumed resumed) {
            return new TimelineMessage(Tone.WARNING, "", "resumed " + resumed.describe());
        }
        if (event instanceof Event.SignalReceived signal) {
            return new TimelineMessage(Tone.WARNING, "", signal.signal() + " received: " + signal.what());
        }
        if (event instanceof Event.RunFinished end) {
            boolean good = end.exitCode() == 0;
            String cause = end.cause().isEmpty() ? "" : ": " + end.cause();
            Tone tone = good ? Tone.GOOD : end.status().equals("succeeded") ? Tone.WARNING : Tone.BAD;
            return new TimelineMessage(tone, "", Words.describe(end.status()) + cause);
        }
        return null;
    }

    private static TimelineMessage step(Event event) {
        if (event instanceof Event.StepStarted started) {
            return new TimelineMessage(Tone.FAINT, started.step(), "started");
        }
        if (event instanceof Event.AttemptFinished ended && !ended.result().equals("ok")) {
            String cause = ended.cause().isEmpty() ? "" : ": " + ended.cause();
            return new TimelineMessage(
                    Tone.WARNING,
                    ended.step(),
                    "attempt " + ended.number() + " " + Words.describe(ended.result()) + cause);
        }
        if (event instanceof Event.Waiting waiting) {
            return new TimelineMessage(
                    Tone.FAINT, waiting.step(), "waits " + Times.of(waiting.forMs()) + ": " + waiting.why());
        }
        if (event instanceof Event.StepFinished ended) {
            boolean good = ended.result().equals("ok");
            String cause = ended.cause().isEmpty() ? "" : ": " + ended.cause();
            Tone tone = good ? Tone.GOOD : ended.result().equals("skipped") ? Tone.WARNING : Tone.BAD;
            return new TimelineMessage(tone, ended.step(), Words.describe(ended.result()) + cause);
        }
        if (event instanceof Event.StepSkipped skipped) {
            return new TimelineMessage(Tone.FAINT, skipped.step(), "skipped: " + skipped.why());
        }
        if (event instanceof Event.Overrun overrun) {
            return new TimelineMessage(
                    Tone.WARNING,
                    overrun.step(),
                    "over its budget of " + Times.of(overrun.budgetMs()) + ": " + overrun.blame());
        }
        return null;
    }

    private static TimelineMessage around(Event event) {
        if (event instanceof Event.GroupStarted started) {
            return new TimelineMessage(Tone.FAINT, started.step(), started.kind() + " started");
        }
        if (event instanceof Event.GroupFinished ended) {
            boolean good = ended.result().equals("ok") || ended.result().equals("skipped");
            String cause = good || ended.cause().isEmpty() ? "" : ": " + ended.cause();
            Tone tone = good ? Tone.GOOD : ended.result().equals("skipped") ? Tone.WARNING : Tone.BAD;
            return new TimelineMessage(tone, ended.step(), Words.describe(ended.result()) + cause);
        }
        if (event instanceof Event.HandlerStarted handler) {
            return new TimelineMessage(Tone.WARNING, handler.of(), "onFailure begins");
        }
        if (event instanceof Event.HandlerFinished handler) {
            String result = handler.result().equals("ok") ? "" : ", " + Words.describe(handler.result());
            return new TimelineMessage(Tone.WARNING, handler.of(), "onFailure ends: " + handler.ending() + result);
        }
        if (event instanceof Event.TakingBack all) {
            String undos = all.undos().stream().map(StepPath::undone).collect(Collectors.joining(", "));
            return new TimelineMessage(Tone.WARNING, "", "undoing " + undos);
        }
        if (event instanceof Event.FollowStarted followed) {
            return new TimelineMessage(
                    Tone.WARNING,
                    followed.step().equals(followed.runbook()) ? "" : followed.step(),
                    (followed.fallback() ? "falls back to " : "follows ") + followed.runbook());
        }
        if (event instanceof Event.NoticeSent notice) {
            String when = notice.when().isEmpty() ? "" : " (" + Words.describe(notice.when()) + ")";
            String result =
                    notice.late() ? notice.lateTold() : notice.sent() ? "sent" : "not delivered: " + notice.cause();
            return new TimelineMessage(
                    notice.sent() && !notice.late() ? Tone.FAINT : Tone.WARNING,
                    "",
                    "message to " + notice.channel() + when + " " + result);
        }
        if (event instanceof Event.RecoveryPointMeasured point) {
            return new TimelineMessage(Tone.PLAIN, point.step(), point.describe());
        }
        return event instanceof Event.Noted noted
                ? new TimelineMessage(Tone.WARNING, "", noted.kind() + ": " + noted.text())
                : null;
    }
}
