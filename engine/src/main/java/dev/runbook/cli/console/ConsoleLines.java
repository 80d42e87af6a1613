package dev.runbook.cli.console;

import dev.runbook.journal.Entry;
import dev.runbook.journal.event.AttemptFinished;
import dev.runbook.journal.event.FollowStarted;
import dev.runbook.journal.event.HandlerFinished;
import dev.runbook.journal.event.HandlerStarted;
import dev.runbook.journal.event.MessageSent;
import dev.runbook.journal.event.RunStarted;
import dev.runbook.journal.event.StepFinished;
import dev.runbook.journal.event.StepKind;
import dev.runbook.model.RunModel;
import dev.runbook.model.RunObserver;
import dev.runbook.model.StepState;
import dev.runbook.model.StepView;
import dev.runbook.model.TimelineMessage;
import dev.runbook.terminal.ColorPalette;
import dev.runbook.terminal.TerminalSanitizer;
import dev.runbook.terminal.TerminalText;
import dev.runbook.time.TimeText;
import dev.runbook.transcript.StatusColors;
import dev.runbook.value.Result;
import dev.runbook.value.StepPath;
import java.util.ArrayList;
import java.util.List;

/** Formats what a record changes as permanent lines on the screen; nothing for temporary information. */
class ConsoleLines implements RunObserver {
    private static final int NAMES = 36;
    private static final int MOST_CONDITIONS = 4;
    private static final int MOST_MESSAGE_LINES = 4;

    private final ColorPalette palette;
    private final RunModel model;
    private final List<String> lines = new ArrayList<>();
    private long nowMs;

    ConsoleLines(ColorPalette palette, RunModel model) {
        this.palette = palette;
        this.model = model;
    }

    /** Applies an entry to the model and returns its lines. */
    List<String> of(Entry entry) {
        nowMs = entry.sinceStartNanos() / 1_000_000;
        lines.clear();
        model.apply(entry).dispatchTo(this);
        return List.copyOf(lines);
    }

    void add(String line) {
        lines.add(line);
    }

    @Override
    public void runStarted(RunStarted run) {
        String where = run.environment().production()
                ? palette.bad(run.environment().name() + " (production)")
                : run.environment().name();
        lines.add(palette.strong(run.runbook().id()) + " · " + run.mode().word() + " in " + where + " · " + run.run());
        if (!run.runbook().description().isEmpty()) {
            lines.add(palette.faint(harmless(run.runbook().description())));
        }
    }

    @Override
    public void stepEnded(StepView step, StepFinished end) {
        boolean good = step.state() == StepState.OK;
        String attempts = step.attempts().size() > 1
                ? step.attempts().get(step.attempts().size() - 1).number() + " attempts"
                : "";
        String time = time(step);
        String line = head(step) + palette.faint(time + (time.isEmpty() || attempts.isEmpty() ? "" : ", ") + attempts);
        boolean evident = step.lastAttempt()
                .filter(attempt ->
                        attempt.failedByConditions() && attempt.cause().equals(step.cause()))
                .isPresent();
        String cause = step.cause().isEmpty() ? "" : harmless(step.cause());
        if (good) { // its probe, or the operator who resumed, reported it as done
            line += cause.isEmpty() ? "" : "  " + palette.faint(cause);
        } else {
            line += "  " + palette.bad(step.describe()) + (evident || cause.isEmpty() ? "" : ": " + cause);
        }
        indented(step, line);
        if (!good) {
            step.lastAttempt().ifPresent(attempt -> indented(step, evidence(attempt)));
        }
    }

    @Override
    public void stepSkipped(StepView step) {
        lines.add(palette.faint(
                "– " + TerminalText.pad(name(step.path()), NAMES) + " skipped: " + harmless(step.cause())));
    }

    @Override
    public void containerStarted(StepView container, int members) {
        String how = container.kind() == StepKind.PARALLEL ? ", " + members + " at once" : "";
        String budget = container.budgetMs() < 0 ? "" : ", budget " + TimeText.ofMs(container.budgetMs());
        indented(container, palette.strong(name(container.path())) + palette.faint(how + budget));
    }

    @Override
    public void containerEnded(StepView container) {
        String counts = container.detail().isEmpty() ? "" : ", " + container.detail();
        String cause = container.cause().isEmpty() || container.state() == StepState.OK
                ? ""
                : "  " + harmless(container.cause());
        indented(
                container,
                head(container) + palette.faint(TimeText.ofMs(model.usedMs(container, nowMs)) + counts) + cause);
    }

    @Override
    public void handlerStarted(HandlerStarted handler) {
        String of = handler.of();
        lines.add(below(of) + palette.warning("↳ onFailure of " + (of.isEmpty() ? "the runbook" : name(of))));
    }

    @Override
    public void handlerEnded(HandlerFinished end) {
        String failure = end.result() == Result.CANCELLED ? "stopped" : "failed: " + end.cause();
        lines.add(below(end.of())
                + palette.warning("↳ " + end.ending().describe())
                + (end.result() == Result.OK ? "" : ": " + harmless(failure)));
    }

    @Override
    public void runbookStarted(FollowStarted runbook) {
        lines.add(palette.strong((runbook.fallback() ? "falls back to " : "follows ") + runbook.runbook()));
    }

    /** Formats a message: a short one completely, a long one by its first line. */
    @Override
    public void messageSent(MessageSent message) {
        String to = "✉ " + harmless(message.channel()) + message.trigger().describe();
        if (!message.sent()) {
            lines.add(palette.warning(to + " not delivered: " + harmless(message.cause())));
            return;
        }
        if (message.late()) {
            lines.add(palette.warning(to + " " + message.describeDelay()));
            return;
        }
        List<String> text = TerminalSanitizer.block(message.text())
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
        int shown = text.size() <= MOST_MESSAGE_LINES ? text.size() : 1;
        lines.add(palette.faint(to + (text.isEmpty() ? "" : ": " + text.get(0))));
        text.stream().limit(shown).skip(1).forEach(line -> lines.add(palette.faint("    " + line)));
    }

    @Override
    public void noted(TimelineMessage note) {
        String text = (note.step().isEmpty() ? "" : name(note.step()) + ": ") + harmless(note.text());
        lines.add(
                switch (note.tone()) {
                    case WARNING -> palette.warning("! " + text);
                    case BAD -> palette.bad("! " + text);
                    case FAINT -> palette.faint(text);
                    case GOOD, PLAIN -> text;
                });
    }

    /** Returns the conditions that did not hold, with the values of their parts. */
    private String evidence(AttemptFinished attempt) {
        List<String> lines = new ArrayList<>();
        attempt.failed().stream()
                .limit(MOST_CONDITIONS)
                .forEach(condition -> lines.add("    " + UnmetCondition.describe(condition, palette)));
        attempt.stopped().survivors().forEach(one -> lines.add("    " + palette.bad("still runs: " + harmless(one))));
        return String.join("\n", lines);
    }

    private String head(StepView step) {
        return StatusColors.state(palette, step.state(), step.sign()) + " " + TerminalText.pad(name(step.path()), NAMES)
                + " ";
    }

    private String time(StepView step) {
        String took = TimeText.ofMs(model.usedMs(step, nowMs));
        return step.budgetMs() < 0 ? took : took + " of " + TimeText.ofMs(step.budgetMs());
    }

    private String below(String step) {
        return step.isEmpty() ? "" : indent(step) + "  ";
    }

    /** Returns the indentation of a step in groups and followed runbooks. */
    String indent(String step) {
        return "  ".repeat(model.step(step).map(StepView::depth).orElse(0));
    }

    private void indented(StepView step, String text) {
        String indent = "  ".repeat(step.depth());
        text.lines().forEach(line -> lines.add(indent + line));
    }

    /** Returns the last part of a step's path: its containers are already shown above it. */
    static String name(String path) {
        return harmless(StepPath.last(path));
    }

    private static String harmless(String text) {
        return TerminalSanitizer.line(text);
    }
}
