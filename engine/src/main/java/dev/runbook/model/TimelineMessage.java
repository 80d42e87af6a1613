package dev.runbook.model;

import dev.runbook.journal.event.Answer;
import dev.runbook.journal.event.AtRisk;
import dev.runbook.journal.event.AttemptFinished;
import dev.runbook.journal.event.Breached;
import dev.runbook.journal.event.ClockCompressed;
import dev.runbook.journal.event.ClockGap;
import dev.runbook.journal.event.ClockStarted;
import dev.runbook.journal.event.ClockStopped;
import dev.runbook.journal.event.EarlierTimes;
import dev.runbook.journal.event.Event;
import dev.runbook.journal.event.FailurePaths;
import dev.runbook.journal.event.FollowStarted;
import dev.runbook.journal.event.Forecast;
import dev.runbook.journal.event.GroupFinished;
import dev.runbook.journal.event.GroupStarted;
import dev.runbook.journal.event.HandlerFinished;
import dev.runbook.journal.event.HandlerStarted;
import dev.runbook.journal.event.MessageSent;
import dev.runbook.journal.event.Noted;
import dev.runbook.journal.event.Overrun;
import dev.runbook.journal.event.QuestionAnswered;
import dev.runbook.journal.event.QuestionAsked;
import dev.runbook.journal.event.RecoveryPointMeasured;
import dev.runbook.journal.event.Resumed;
import dev.runbook.journal.event.RunFinished;
import dev.runbook.journal.event.RunStarted;
import dev.runbook.journal.event.RunStatus;
import dev.runbook.journal.event.StepFinished;
import dev.runbook.journal.event.StepSkipped;
import dev.runbook.journal.event.StepStarted;
import dev.runbook.journal.event.StopRequested;
import dev.runbook.journal.event.UndosStarted;
import dev.runbook.journal.event.Waiting;
import dev.runbook.model.TimelineEntry.Tone;
import dev.runbook.time.TimeText;
import dev.runbook.value.EnumWord;
import dev.runbook.value.Result;
import dev.runbook.value.StepPath;
import java.util.Optional;
import java.util.stream.Collectors;

/** The line of a record in a timeline; none for records that others of the same moment explain. */
public record TimelineMessage(Tone tone, String step, String text) {

    static Optional<TimelineMessage> of(Event event) {
        return run(event).or(() -> step(event)).or(() -> around(event));
    }

    private static Optional<TimelineMessage> line(Tone tone, String step, String text) {
        return Optional.of(new TimelineMessage(tone, step, text));
    }

    private static Optional<TimelineMessage> run(Event event) {
        if (event instanceof RunStarted started) {
            return line(
                    Tone.PLAIN,
                    "",
                    started.mode().word() + " of " + started.runbook().id() + " started by "
                            + started.engine().who());
        }
        if (event instanceof ClockStarted clock) {
            String gone = clock.elapsedMs() > 0 ? ", " + TimeText.ofMs(clock.elapsedMs()) + " already gone" : "";
            return line(Tone.PLAIN, "", "clock started: " + clock.describe() + gone);
        }
        if (event instanceof ClockStopped clock) {
            return line(
                    Tone.PLAIN, "", "clock stopped at " + TimeText.ofMs(clock.elapsedMs()) + ": " + clock.describe());
        }
        if (event instanceof ClockCompressed compressed) {
            return line(Tone.WARNING, "", compressed.describe());
        }
        if (event instanceof ClockGap gap) {
            return line(Tone.WARNING, "", gap.describe());
        }
        if (event instanceof FailurePaths paths) {
            return line(Tone.FAINT, "", paths.describe());
        }
        if (event instanceof EarlierTimes earlier) {
            return line(
                    Tone.FAINT,
                    "",
                    "how long steps take is known from " + EarlierTimes.describe(earlier.runs())
                            + " of this runbook here");
        }
        if (event instanceof Forecast forecast) {
            return line(Tone.FAINT, "", "expected to take " + forecast.describe());
        }
        if (event instanceof AtRisk risk) {
            return line(
                    Tone.WARNING,
                    "",
                    "RTO at risk: expected " + TimeText.ofMs(risk.expectedMs()) + " of " + TimeText.ofMs(risk.rtoMs())
                            + "; " + risk.why());
        }
        if (event instanceof Breached breach) {
            return line(Tone.BAD, "", "RTO of " + TimeText.ofMs(breach.rtoMs()) + " missed; " + breach.why());
        }
        if (event instanceof Resumed resumed) {
            return line(Tone.WARNING, "", "resumed " + resumed.describe());
        }
        if (event instanceof StopRequested signal) {
            return line(Tone.WARNING, "", signal.describeSource() + " received: " + signal.text());
        }
        if (event instanceof RunFinished end) {
            boolean good = end.exitCode() == 0;
            String cause = end.cause().isEmpty() ? "" : ": " + end.cause();
            Tone tone = good ? Tone.GOOD : end.status() == RunStatus.SUCCEEDED ? Tone.WARNING : Tone.BAD;
            return line(tone, "", EnumWord.phrase(end.status()) + cause);
        }
        return Optional.empty();
    }

    private static Optional<TimelineMessage> step(Event event) {
        if (event instanceof StepStarted started) {
            return line(Tone.FAINT, started.step(), "started");
        }
        if (event instanceof AttemptFinished ended && ended.result() != Result.OK) {
            String cause = ended.cause().isEmpty() ? "" : ": " + ended.cause();
            return line(
                    Tone.WARNING,
                    ended.step(),
                    "attempt " + ended.number() + " " + EnumWord.phrase(ended.result()) + cause);
        }
        if (event instanceof Waiting waiting) {
            return line(Tone.FAINT, waiting.step(), "waits " + TimeText.ofMs(waiting.forMs()) + ": " + waiting.why());
        }
        if (event instanceof StepFinished ended) {
            boolean good = ended.result() == Result.OK;
            String cause = ended.cause().isEmpty() ? "" : ": " + ended.cause();
            Tone tone = good ? Tone.GOOD : ended.result() == Result.SKIPPED ? Tone.WARNING : Tone.BAD;
            return line(tone, ended.step(), EnumWord.phrase(ended.result()) + cause);
        }
        if (event instanceof QuestionAsked asked) {
            return question(asked);
        }
        if (event instanceof QuestionAnswered answer) {
            return answer(answer);
        }
        if (event instanceof StepSkipped skipped) {
            return line(Tone.FAINT, skipped.step(), "skipped: " + skipped.why());
        }
        if (event instanceof Overrun overrun) {
            return line(
                    Tone.WARNING,
                    overrun.step(),
                    "over its budget of " + TimeText.ofMs(overrun.budgetMs()) + ": " + overrun.blame());
        }
        return Optional.empty();
    }

    private static Optional<TimelineMessage> question(QuestionAsked asked) {
        String who = asked.roles().isEmpty()
                ? "anyone"
                : asked.roles().stream().map(QuestionAsked.Role::describe).collect(Collectors.joining("; "));
        String text = String.join(" ", asked.text());
        return line(
                Tone.PLAIN,
                asked.step(),
                (asked.continued() ? "still waits for " : "asks ")
                        + who
                        + (asked.withinMs() < 0 ? "" : ", within " + TimeText.ofMs(asked.withinMs()))
                        + (text.isEmpty() ? "" : ": " + text));
    }

    private static Optional<TimelineMessage> answer(QuestionAnswered answer) {
        String where = answer.source().isPerson()
                ? " (" + answer.source().describe() + (answer.from().isEmpty() ? "" : ", " + answer.from()) + ")"
                : "";
        String text = switch (answer.acceptance()) {
            case COUNTED -> answer.describe() + where;
            case LATE -> answer.describeAttempt() + where + " came too late: " + answer.refusal();
            case REFUSED -> answer.describeAttempt() + where + " was refused: " + answer.refusal();
        };
        boolean no = answer.answer() == Answer.REJECT || answer.answer() == Answer.FAIL;
        Tone tone = answer.counted() ? no ? Tone.BAD : Tone.PLAIN : Tone.WARNING;
        return line(tone, answer.step(), text);
    }

    private static Optional<TimelineMessage> around(Event event) {
        if (event instanceof GroupStarted started) {
            return line(Tone.FAINT, started.step(), started.kind().word() + " started");
        }
        if (event instanceof GroupFinished ended) {
            boolean good = ended.result().good();
            String cause = good || ended.cause().isEmpty() ? "" : ": " + ended.cause();
            Tone tone = good ? Tone.GOOD : ended.result() == Result.SKIPPED ? Tone.WARNING : Tone.BAD;
            return line(tone, ended.step(), EnumWord.phrase(ended.result()) + cause);
        }
        if (event instanceof HandlerStarted handler) {
            return line(Tone.WARNING, handler.of(), "onFailure begins");
        }
        if (event instanceof HandlerFinished handler) {
            String result = handler.result() == Result.OK
                    ? ""
                    : ", " + EnumWord.phrase(handler.result())
                            + (handler.cause().isEmpty() ? "" : ": " + handler.cause());
            return line(
                    Tone.WARNING,
                    handler.of(),
                    "onFailure ends: " + handler.ending().describe() + result);
        }
        if (event instanceof UndosStarted all) {
            String undos = all.undos().stream().map(StepPath::undone).collect(Collectors.joining(", "));
            return line(Tone.WARNING, "", "undoing " + undos);
        }
        if (event instanceof FollowStarted followed) {
            return line(
                    Tone.WARNING,
                    followed.step().equals(followed.runbook()) ? "" : followed.step(),
                    (followed.fallback() ? "falls back to " : "follows ") + followed.runbook());
        }
        if (event instanceof MessageSent notice) {
            String result = notice.late()
                    ? notice.describeDelay()
                    : notice.sent() ? "sent" + notice.describeShortened() : "not delivered: " + notice.cause();
            return line(
                    notice.sent() && !notice.late() ? Tone.FAINT : Tone.WARNING,
                    "",
                    "message to " + notice.channel() + notice.trigger().describe() + " " + result);
        }
        if (event instanceof RecoveryPointMeasured point) {
            return line(Tone.PLAIN, point.step(), point.describe());
        }
        return event instanceof Noted noted
                ? line(
                        Tone.WARNING,
                        "",
                        noted.kind().describe() + ": " + (noted.step().isEmpty() ? "" : noted.step() + ": ")
                                + noted.text())
                : Optional.empty();
    }
}
