package dev.runbook.cli.console;

import dev.runbook.journal.Entry;
import dev.runbook.journal.event.AtRisk;
import dev.runbook.journal.event.AttemptFinished;
import dev.runbook.journal.event.Breached;
import dev.runbook.journal.event.ClockGap;
import dev.runbook.journal.event.ClockStarted;
import dev.runbook.journal.event.ClockStopped;
import dev.runbook.journal.event.Event;
import dev.runbook.journal.event.FollowStarted;
import dev.runbook.journal.event.Forecast;
import dev.runbook.journal.event.GroupFinished;
import dev.runbook.journal.event.GroupStarted;
import dev.runbook.journal.event.HandlerFinished;
import dev.runbook.journal.event.HandlerStarted;
import dev.runbook.journal.event.MessageSent;
import dev.runbook.journal.event.Noted;
import dev.runbook.journal.event.Overrun;
import dev.runbook.journal.event.RecoveryPointMeasured;
import dev.runbook.journal.event.Resumed;
import dev.runbook.journal.event.RunStarted;
import dev.runbook.journal.event.StepFinished;
import dev.runbook.journal.event.StepKind;
import dev.runbook.journal.event.StepSkipped;
import dev.runbook.journal.event.StopRequested;
import dev.runbook.model.StepState;
import dev.runbook.terminal.ColorPalette;
import dev.runbook.terminal.TerminalSanitizer;
import dev.runbook.terminal.TerminalText;
import dev.runbook.time.TimeText;
import dev.runbook.transcript.StatusColors;
import dev.runbook.value.Result;
import dev.runbook.value.StepPath;
import dev.runbook.value.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Formats an entry as permanent lines on the screen; returns none for temporary information. */
final class ConsoleLines {
    private static final int NAMES = 36;
    private static final int MOST_CONDITIONS = 4;
    private static final int MOST_MESSAGE_LINES = 4;

    private final ColorPalette ink;
    private final StepTracker book;

    ConsoleLines(ColorPalette ink, StepTracker book) {
        this.ink = ink;
        this.book = book;
    }

    /** Must be called before {@link StepTracker#recorded} takes the entry in. */
    List<String> of(Entry entry) {
        Event event = entry.event();
        if (event instanceof RunStarted started) {
            return started(started);
        }
        if (event instanceof StepFinished finished) {
            return finished(finished, entry);
        }
        if (event instanceof GroupStarted group) {
            return indented(group.step(), ink.strong(name(group.step())) + ink.faint(group(group)));
        }
        if (event instanceof GroupFinished group) {
            return groupFinished(group, entry);
        }
        if (event instanceof MessageSent notice) {
            return notice(notice);
        }
        return line(event).map(List::of).orElse(List.of());
    }

    /** Formats a message: a short one completely, a long one by its first line. */
    private List<String> notice(MessageSent notice) {
        String to = "✉ " + harmless(notice.channel()) + notice.trigger().describe();
        if (!notice.sent()) {
            return List.of(ink.warning(to + " not delivered: " + harmless(notice.cause())));
        }
        if (notice.late()) {
            return List.of(ink.warning(to + " " + notice.describeDelay()));
        }
        List<String> text = TerminalSanitizer.block(notice.text())
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
        int shown = text.size() <= MOST_MESSAGE_LINES ? text.size() : 1;
        List<String> lines = new ArrayList<>();
        text.subList(0, shown)
                .forEach(line -> lines.add(ink.faint(lines.isEmpty() ? to + ": " + line : "    " + line)));
        return lines.isEmpty() ? List.of(ink.faint(to)) : lines;
    }

    private List<String> started(RunStarted run) {
        String where = run.environment().production()
                ? ink.bad(run.environment().name() + " (production)")
                : run.environment().name();
        List<String> lines = new ArrayList<>();
        lines.add(ink.strong(run.runbook().id()) + " · " + run.mode().word() + " in " + where + " · " + run.run());
        if (!run.runbook().description().isEmpty()) {
            lines.add(ink.faint(harmless(run.runbook().description())));
        }
        return lines;
    }

    private List<String> finished(StepFinished step, Entry entry) {
        Optional<String> end = book.stoppedAtEndOf(step.step(), step.result());
        if (end.isPresent()) {
            return finished(
                    new StepFinished(
                            step.step(),
                            Result.OK,
                            step.attempts(),
                            "stopped at the end of " + name(end.get()),
                            step.by(),
                            false),
                    entry);
        }
        List<String> lines = new ArrayList<>();
        Optional<StepTracker.Running> running = book.find(step.step());
        String time = running.map(one -> time(one, entry)).orElse("");
        boolean good = step.result() == Result.OK;
        String attempts = step.attempts() > 1 ? step.attempts() + " attempts" : "";
        String told = time + (time.isEmpty() || attempts.isEmpty() ? "" : ", ") + attempts;
        String line = mark(step.result()) + " " + TerminalText.pad(name(step.step()), NAMES) + " " + ink.faint(told);
        if (good && !step.cause().isEmpty()) { // its probe, or the operator who resumed, reported it as done
            line += "  " + ink.faint(harmless(step.cause()));
        }
        if (!good) {
            line += "  " + ink.bad(Words.describe(step.result())) + cause(step, running);
        }
        lines.addAll(indented(step.step(), line));
        if (!good) {
            running.flatMap(one -> one.lastAttempt)
                    .ifPresent(attempt -> lines.addAll(indented(step.step(), evidence(attempt))));
        }
        return lines;
    }

    /** The cause, unless the following conditions show it better. */
    private static String cause(StepFinished step, Optional<StepTracker.Running> running) {
        boolean evident = running.flatMap(one -> one.lastAttempt)
                .filter(attempt ->
                        !attempt.failed().isEmpty() && attempt.cause().equals(step.cause()))
                .isPresent();
        return evident || step.cause().isEmpty() ? "" : ": " + harmless(step.cause());
    }

    /** The conditions that did not hold, with the values of their parts. */
    private String evidence(AttemptFinished attempt) {
        List<String> lines = new ArrayList<>();
        attempt.failed().stream()
                .limit(MOST_CONDITIONS)
                .forEach(condition -> lines.add("    " + UnmetCondition.describe(condition, ink)));
        attempt.stopped().survivors().forEach(one -> lines.add("    " + ink.bad("still runs: " + harmless(one))));
        return String.join("\n", lines);
    }

    private String time(StepTracker.Running step, Entry entry) {
        String took = book.took(step.step.step(), entry.sinceStartNanos())
                .map(TimeText::of)
                .orElse("");
        long budget = step.step.budgetMs();
        return budget < 0 ? took : took + " of " + TimeText.of(Duration.ofMillis(budget));
    }

    private String group(GroupStarted group) {
        String how = group.kind() == StepKind.PARALLEL ? ", " + group.members() + " at once" : "";
        return how + (group.budgetMs() < 0 ? "" : ", budget " + TimeText.of(Duration.ofMillis(group.budgetMs())));
    }

    private List<String> groupFinished(GroupFinished group, Entry entry) {
        String took = book.took(group.step(), entry.sinceStartNanos())
                .map(TimeText::of)
                .orElse("");
        String counts = group.members().describe().isEmpty()
                ? ""
                : ", " + group.members().describe();
        String cause = group.cause().isEmpty() || group.result() == Result.OK ? "" : "  " + harmless(group.cause());
        return indented(
                group.step(),
                mark(group.result()) + " " + TerminalText.pad(name(group.step()), NAMES) + " "
                        + ink.faint(took + counts) + cause);
    }

    private Optional<String> line(Event event) {
        if (event instanceof StepSkipped skipped) {
            return Optional.of(ink.faint(
                    "– " + TerminalText.pad(name(skipped.step()), NAMES) + " skipped: " + harmless(skipped.why())));
        }
        if (event instanceof ClockStarted clock && clock.reason() == ClockStarted.Reason.START_CLOCK) {
            return Optional.of(ink.faint("the RTO clock starts"));
        }
        if (event instanceof ClockStopped clock && clock.reason() == ClockStopped.Reason.STOP_CLOCK) {
            return Optional.of(ink.faint("the RTO clock stops at " + ms(clock.elapsedMs())));
        }
        if (event instanceof HandlerStarted handler) {
            return Optional.of(below(handler.of())
                    + ink.warning("↳ onFailure of " + (handler.of().isEmpty() ? "the runbook" : name(handler.of()))));
        }
        if (event instanceof HandlerFinished handler) {
            return Optional.of(below(handler.of())
                    + ink.warning("↳ " + handler.ending().describe())
                    + (handler.result() == Result.OK ? "" : ": " + harmless(failure(handler))));
        }
        if (event instanceof FollowStarted followed) {
            return Optional.of(ink.strong((followed.fallback() ? "falls back to " : "follows ") + followed.runbook()));
        }
        return warning(event);
    }

    private Optional<String> warning(Event event) {
        if (event instanceof Forecast forecast) {
            return forecast.runs() == 0
                    ? Optional.empty()
                    : Optional.of(ink.faint("expected to take " + forecast.describe()));
        }
        if (event instanceof ClockGap gap) {
            return Optional.of(ink.warning("! " + gap.describe()));
        }
        if (event instanceof AtRisk risk) {
            return Optional.of(ink.warning("! RTO " + ms(risk.rtoMs()) + " at risk: expected " + ms(risk.expectedMs())
                    + "; " + harmless(risk.why())));
        }
        if (event instanceof Breached breach) {
            return Optional.of(ink.bad("! RTO " + ms(breach.rtoMs()) + " missed: " + harmless(breach.why())));
        }
        if (event instanceof Overrun overrun) {
            String beyond = overrun.tookMs() - overrun.budgetMs() >= 100 ? " (" + ms(overrun.tookMs()) + ")" : "";
            return Optional.of(ink.warning("! " + name(overrun.step()) + " is over its budget of "
                    + ms(overrun.budgetMs()) + beyond + ": " + harmless(overrun.blame())));
        }
        if (event instanceof RecoveryPointMeasured point) {
            return Optional.of(harmless(point.describe()));
        }
        if (event instanceof StopRequested signal) {
            boolean ofThisTerminal = signal.source() == StopRequested.Source.SIGNAL;
            return Optional.of(ink.warning("! " + signal.describeSource() + ": " + harmless(signal.text())
                    + (ofThisTerminal ? "; a second " + signal.signal() + " ends at once, unproven" : "")));
        }
        if (event instanceof Noted noted) {
            return Optional.of(
                    ink.warning("! ") + harmless((noted.step().isEmpty() ? "" : noted.step() + ": ") + noted.text()));
        }
        return event instanceof Resumed resumed
                ? Optional.of("resumed " + harmless(resumed.describe()))
                : Optional.empty();
    }

    private static String failure(HandlerFinished handler) {
        return handler.result() == Result.CANCELLED ? "stopped" : "failed: " + handler.cause();
    }

    private String mark(Result result) {
        return StatusColors.state(ink, StepState.of(result), Words.sign(result));
    }

    private String below(String step) {
        return step.isEmpty() ? "" : "  ".repeat(book.depth(step) + 1);
    }

    private List<String> indented(String step, String text) {
        String indent = "  ".repeat(book.depth(step));
        return text.isEmpty()
                ? List.of()
                : text.lines().map(line -> indent + line).toList();
    }

    /** The last part of a step's path: its containers are already shown above it. */
    static String name(String path) {
        return harmless(StepPath.last(path));
    }

    private static String ms(long millis) {
        return TimeText.of(Duration.ofMillis(millis));
    }

    private static String harmless(String text) {
        return TerminalSanitizer.line(text);
    }
}
