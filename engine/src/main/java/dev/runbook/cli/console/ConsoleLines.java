package dev.runbook.cli.console;

import dev.runbook.cli.TerminalText;
import dev.runbook.journal.Entry;
import dev.runbook.journal.Event;
import dev.runbook.journal.Event.AttemptFinished;
import dev.runbook.time.TimeText;
import dev.runbook.transcript.ColorPalette;
import dev.runbook.value.StepPath;
import dev.runbook.value.TerminalSanitizer;
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
        if (event instanceof Event.RunStarted started) {
            return started(started);
        }
        if (event instanceof Event.StepFinished finished) {
            return finished(finished, entry);
        }
        if (event instanceof Event.GroupStarted group) {
            return indented(group.step(), ink.strong(name(group.step())) + ink.faint(group(group)));
        }
        if (event instanceof Event.GroupFinished group) {
            return groupFinished(group, entry);
        }
        if (event instanceof Event.NoticeSent notice) {
            return notice(notice);
        }
        return line(event).map(List::of).orElse(List.of());
    }

    /** Formats a message: a short one completely, a long one by its first line. */
    private List<String> notice(Event.NoticeSent notice) {
        String to = "✉ " + harmless(notice.channel())
                + (notice.when().isEmpty() ? "" : " (" + Words.describe(notice.when()) + ")");
        if (!notice.sent()) {
            return List.of(ink.warning(to + " not delivered: " + harmless(notice.cause())));
        }
        if (notice.late()) {
            return List.of(ink.warning(to + " " + notice.lateTold()));
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

    private List<String> started(Event.RunStarted run) {
        String where = run.production() ? ink.bad(run.environment() + " (production)") : run.environment();
        List<String> lines = new ArrayList<>();
        lines.add(ink.strong(run.runbook()) + " · " + run.mode() + " in " + where + " · " + run.run());
        if (!run.description().isEmpty()) {
            lines.add(ink.faint(harmless(run.description())));
        }
        return lines;
    }

    private List<String> finished(Event.StepFinished step, Entry entry) {
        Optional<String> end = book.stoppedAtEndOf(step.step(), step.result());
        if (end.isPresent()) {
            return finished(
                    new Event.StepFinished(
                            step.step(), "ok", step.attempts(), "stopped at the end of " + name(end.get())),
                    entry);
        }
        List<String> lines = new ArrayList<>();
        Optional<StepTracker.Running> running = book.find(step.step());
        String time = running.map(one -> time(one, entry)).orElse("");
        boolean good = step.result().equals("ok");
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
    private static String cause(Event.StepFinished step, Optional<StepTracker.Running> running) {
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

    private String group(Event.GroupStarted group) {
        String how = group.kind().equals("parallel") ? ", " + group.members() + " at once" : "";
        return how + (group.budgetMs() < 0 ? "" : ", budget " + TimeText.of(Duration.ofMillis(group.budgetMs())));
    }

    private List<String> groupFinished(Event.GroupFinished group, Entry entry) {
        String took = book.took(group.step(), entry.sinceStartNanos())
                .map(TimeText::of)
                .orElse("");
        String counts = group.describe().isEmpty() ? "" : ", " + group.describe();
        String cause = group.cause().isEmpty() || group.result().equals("ok") ? "" : "  " + harmless(group.cause());
        return indented(
                group.step(),
                mark(group.result()) + " " + TerminalText.pad(name(group.step()), NAMES) + " "
                        + ink.faint(took + counts) + cause);
    }

    private Optional<String> line(Event event) {
        if (event instanceof Event.StepSkipped skipped) {
            return Optional.of(ink.faint(
                    "– " + TerminalText.pad(name(skipped.step()), NAMES) + " skipped: " + harmless(skipped.why())));
        }
        if (event instanceof Event.ClockStarted clock && clock.why().startsWith("startClock")) {
            return Optional.of(ink.faint("the promise's clock starts"));
        }
        if (event instanceof Event.ClockStopped clock && clock.why().startsWith("stopClock")) {
            return Optional.of(ink.faint("the promise's clock stops at " + ms(clock.elapsedMs())));
        }
        if (event instanceof Event.HandlerStarted handler) {
            return Optional.of(below(handler.of())
                    + ink.warning("↳ onFailure of " + (handler.of().isEmpty() ? "the runbook" : name(handler.of()))));
        }
        if (event instanceof Event.HandlerFinished handler) {
            return Optional.of(below(handler.of())
                    + ink.warning("↳ " + handler.ending())
                    + (handler.result().equals("ok") ? "" : ": " + harmless(Words.describe(handler.result()))));
        }
        if (event instanceof Event.FollowStarted followed) {
            return Optional.of(ink.strong((followed.fallback() ? "falls back to " : "follows ") + followed.runbook()));
        }
        return warning(event);
    }

    private Optional<String> warning(Event event) {
        if (event instanceof Event.Forecast forecast) {
            return forecast.runs() == 0
                    ? Optional.empty()
                    : Optional.of(ink.faint("expected to take " + forecast.describe()));
        }
        if (event instanceof Event.ClockGap gap) {
            return Optional.of(ink.warning("! " + gap.describe()));
        }
        if (event instanceof Event.AtRisk risk) {
            return Optional.of(ink.warning("! RTO " + ms(risk.rtoMs()) + " at risk: expected " + ms(risk.expectedMs())
                    + "; " + harmless(risk.why())));
        }
        if (event instanceof Event.Breached breach) {
            return Optional.of(ink.bad("! RTO " + ms(breach.rtoMs()) + " broken: " + harmless(breach.why())));
        }
        if (event instanceof Event.Overrun overrun) {
            String beyond = overrun.tookMs() - overrun.budgetMs() >= 100 ? " (" + ms(overrun.tookMs()) + ")" : "";
            return Optional.of(ink.warning("! " + name(overrun.step()) + " is over its budget of "
                    + ms(overrun.budgetMs()) + beyond + ": " + harmless(overrun.blame())));
        }
        if (event instanceof Event.RecoveryPointMeasured point) {
            return Optional.of(harmless(point.describe()));
        }
        if (event instanceof Event.SignalReceived signal) {
            boolean ofThisTerminal =
                    signal.signal().equals("INT") || signal.signal().equals("TERM");
            return Optional.of(ink.warning("! " + signal.signal() + ": " + harmless(signal.what())
                    + (ofThisTerminal ? "; a second " + signal.signal() + " ends at once, unproven" : "")));
        }
        if (event instanceof Event.Noted noted) {
            return Optional.of(ink.warning("! ") + harmless(noted.text()));
        }
        return event instanceof Event.Resumed resumed
                ? Optional.of("resumed " + harmless(resumed.describe()))
                : Optional.empty();
    }

    private String mark(String result) {
        return ink.state(result, Words.sign(result));
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
