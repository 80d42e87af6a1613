package dev.runbook.cli.console;

import dev.runbook.journal.Entry;
import dev.runbook.journal.event.AttemptFinished;
import dev.runbook.journal.event.QuestionAsked;
import dev.runbook.journal.event.StepKind;
import dev.runbook.model.RunModel;
import dev.runbook.model.StepView;
import dev.runbook.terminal.Terminal;
import dev.runbook.terminal.TerminalSanitizer;
import dev.runbook.terminal.TerminalText;
import dev.runbook.time.Clock;
import dev.runbook.value.EnumWord;
import dev.runbook.value.Result;
import dev.runbook.value.StepPath;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Shows a run in a file, a pipe or a build server's log: every line with its time, nothing redrawn. */
final class PlainScreen implements Screen {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss'Z'").withZone(ZoneOffset.UTC);
    /** The width of the times before a line. */
    private static final int STAMP = 20;

    private static final int MOST_PRINTED = 200;
    private static final String BLANKS = " ".repeat(10);

    private final Terminal terminal;
    private final Clock clock;
    private final RunClock runClock;
    private final RunModel model = new RunModel();
    private final ConsoleLines narration;
    private final Map<String, Integer> printed = new HashMap<>();
    private final Map<String, String> causes = new HashMap<>();
    /** Lines not shown since the last record. */
    private long dropped;

    PlainScreen(Terminal terminal, Clock clock, boolean late) {
        this.terminal = terminal;
        this.clock = clock;
        this.runClock = new RunClock(clock, model, late);
        this.narration = new ConsoleLines(terminal.palette(), model) {
            @Override
            public void stepStarted(StepView step) {
                add("  ".repeat(step.depth()) + "▸ " + name(step.path()));
            }

            @Override
            public void questionAsked(QuestionAsked question) {
                model.question(question.step())
                        .ifPresent(asked -> QuestionText.of(
                                        asked,
                                        model.questionContext(question.step()),
                                        terminal.columns() - STAMP,
                                        terminal.palette())
                                .forEach(this::add));
                boolean boxes = question.kind() == StepKind.MANUAL || question.kind() == StepKind.CHOOSE;
                model.started()
                        .ifPresent(
                                run -> add("          answer   runbook " + (boxes ? "tick " : "approve ") + run.run()));
            }

            @Override
            public void attemptEnded(StepView step, AttemptFinished attempt) {
                attempt(step, attempt).ifPresent(this::add);
            }
        };
    }

    @Override
    public void recorded(Entry entry) {
        if (dropped > 0) {
            line(Optional.empty(), BLANKS + "| … " + dropped + " lines came too fast to be shown here");
            dropped = 0;
        }
        runClock.recorded(entry);
        narration.of(entry).forEach(line -> println(stamp(entry) + line));
    }

    @Override
    public void known(Entry entry) {
        runClock.recorded(entry);
        model.apply(entry);
    }

    /**
     * Formats a further attempt only if its outcome differs from the previous one: a poll repeats the same result for
     * minutes.
     */
    private Optional<String> attempt(StepView step, AttemptFinished attempt) {
        String cause = attempt.cause();
        boolean shown = attempt.result() != Result.OK
                && model.question(attempt.step()).isEmpty()
                && !model.stoppedAsPlanned(attempt)
                && !cause.equals(causes.put(attempt.step(), cause));
        return Optional.of("  ".repeat(step.depth() + 1) + member(attempt.step()) + "attempt " + attempt.number() + " "
                        + EnumWord.phrase(attempt.result()) + ": " + TerminalSanitizer.line(cause))
                .filter(line -> shown);
    }

    @Override
    public void printed(String step, String source, String text, Optional<Duration> at) {
        int count = printed.getOrDefault(step, 0);
        if (count > MOST_PRINTED || isPolled(step)) {
            return;
        }
        printed.put(step, count + 1);
        String indent = narration.indent(step) + "  | ";
        if (count < MOST_PRINTED) {
            String line =
                    TerminalSanitizer.output(TerminalText.lastOverwrite(text)).stripTrailing();
            line(at, indent + member(step) + (source.isEmpty() ? "" : source + ": ") + line);
        } else {
            line(at, indent + member(step) + "… the rest is in the transcript");
        }
    }

    /** Returns whether a step repeats an attempt until it holds: the attempts' causes show what changes. */
    private boolean isPolled(String step) {
        return model.step(step)
                .filter(one -> one.kind() == StepKind.VERIFY && one.attempts().size() > 1)
                .isPresent();
    }

    /** Names the step of a line when lines of several steps are interleaved. */
    private String member(String step) {
        return severalRun() ? ConsoleLines.name(step) + ": " : "";
    }

    /** Returns whether several steps run at once, not counting containers of others: then their lines need names. */
    private boolean severalRun() {
        List<String> paths = model.running().stream().map(StepView::path).toList();
        return paths.stream()
                        .filter(step -> paths.stream().noneMatch(other -> StepPath.isWithin(other, step)))
                        .limit(2)
                        .count()
                > 1;
    }

    @Override
    public void message(String line) {
        println(TIME.format(clock.wall()) + "  " + TerminalSanitizer.block(line));
    }

    @Override
    public void dropped(long lines) {
        dropped += lines;
    }

    /** Returns the wall clock time of a record and its time since the start of the run. */
    static String stamp(Entry entry) {
        return stamp(entry.at(), Duration.ofNanos(entry.sinceStartNanos()));
    }

    private static String stamp(Instant at, Duration time) {
        return TIME.format(at)
                + String.format(" +%d:%02d:%02d  ", time.toHours(), time.toMinutesPart(), time.toSecondsPart());
    }

    /** Prints a line that is not a record: its time is now, unless it was printed before the viewer attached. */
    private void line(Optional<Duration> at, String text) {
        println(at.flatMap(time -> model.startedAt().map(start -> stamp(start.plus(time), time)))
                        .orElseGet(() -> stamp(clock.wall(), runClock.elapsed()))
                + text);
    }

    private void println(String line) {
        terminal.out().println(line);
    }

    @Override
    public void refresh() {
        terminal.out().flush();
    }

    @Override
    public void end() {
        terminal.out().flush();
    }
}
