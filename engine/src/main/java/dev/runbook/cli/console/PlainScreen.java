package dev.runbook.cli.console;

import dev.runbook.journal.Entry;
import dev.runbook.journal.event.AttemptFinished;
import dev.runbook.journal.event.AttemptStarted;
import dev.runbook.journal.event.Event;
import dev.runbook.journal.event.RunStarted;
import dev.runbook.journal.event.StepKind;
import dev.runbook.journal.event.StepStarted;
import dev.runbook.terminal.Terminal;
import dev.runbook.terminal.TerminalSanitizer;
import dev.runbook.terminal.TerminalText;
import dev.runbook.time.Clock;
import dev.runbook.value.Result;
import dev.runbook.value.Words;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Shows a run in a file, a pipe or a build server's log: every line with its time, nothing redrawn. */
final class PlainScreen implements Screen {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss'Z'").withZone(ZoneOffset.UTC);
    private static final int MOST_PRINTED = 200;
    private static final String BLANKS = " ".repeat(10);

    private final Terminal terminal;
    private final Clock clock;
    private final RunClock runClock;
    private final StepTracker book = new StepTracker();
    private final ConsoleLines narration;
    private final Map<String, Integer> printed = new HashMap<>();
    private final Map<String, String> causes = new HashMap<>();
    private Optional<Instant> started = Optional.empty();

    PlainScreen(Terminal terminal, Clock clock, boolean late) {
        this.terminal = terminal;
        this.clock = clock;
        this.runClock = new RunClock(clock, late);
        this.narration = new ConsoleLines(terminal.ink(), book);
    }

    @Override
    public void recorded(Entry entry) {
        started = entry.event() instanceof RunStarted ? Optional.of(entry.at()) : started;
        runClock.recorded(entry);
        begins(entry.event())
                .ifPresent(
                        step -> println(stamp(entry) + "  ".repeat(book.depth(step)) + "▸ " + ConsoleLines.name(step)));
        if (entry.event() instanceof AttemptFinished attempt) {
            attempt(entry, attempt);
        }
        narration.of(entry).forEach(line -> println(stamp(entry) + line));
        book.recorded(entry);
    }

    @Override
    public void known(Entry entry) {
        started = entry.event() instanceof RunStarted ? Optional.of(entry.at()) : started;
        runClock.recorded(entry);
        book.recorded(entry);
    }

    /** The start of a step; after a resume also of a continued one. */
    private Optional<String> begins(Event event) {
        if (event instanceof StepStarted step) {
            return Optional.of(step.step());
        }
        return event instanceof AttemptStarted attempt && book.rests(attempt.step())
                ? Optional.of(attempt.step())
                : Optional.empty();
    }

    /**
     * Shows a further attempt only if its outcome differs from the previous one: a poll repeats the same result for
     * minutes.
     */
    private void attempt(Entry entry, AttemptFinished attempt) {
        String cause = attempt.cause();
        boolean asPlanned =
                book.stoppedAtEndOf(attempt.step(), attempt.result()).isPresent();
        if (attempt.result() != Result.OK && !asPlanned && !cause.equals(causes.put(attempt.step(), cause))) {
            println(stamp(entry)
                    + "  ".repeat(book.depth(attempt.step()) + 1) + member(attempt.step()) + "attempt "
                    + attempt.number() + " "
                    + Words.describe(attempt.result())
                    + ": " + TerminalSanitizer.line(cause));
        }
    }

    @Override
    public void printed(String step, String source, String text, Optional<Duration> at) {
        if (book.find(step)
                .filter(one -> one.step.kind() == StepKind.VERIFY && one.attempt > 1)
                .isPresent()) {
            return; // a poll: the attempt's cause shows what changes
        }
        int count = printed.merge(step, 1, Integer::sum);
        String indent = "  ".repeat(book.depth(step) + 1) + "| ";
        if (count <= MOST_PRINTED) {
            String line =
                    TerminalSanitizer.output(TerminalText.lastOverwrite(text)).stripTrailing();
            line(at, indent + member(step) + (source.isEmpty() ? "" : source + ": ") + line);
        } else if (count == MOST_PRINTED + 1) {
            line(at, indent + member(step) + "… the rest is in the transcript");
        }
    }

    /** Names the step of a line when lines of several steps are interleaved. */
    private String member(String step) {
        return book.severalRun() ? ConsoleLines.name(step) + ": " : "";
    }

    @Override
    public void message(String line) {
        println(TIME.format(clock.wall()) + "  " + TerminalSanitizer.block(line));
    }

    @Override
    public void dropped(long lines) {
        line(Optional.empty(), BLANKS + "| … " + lines + " lines came too fast to be shown here");
    }

    /** The wall clock time of a record and its time since the start of the run. */
    static String stamp(Entry entry) {
        return stamp(entry.at(), Duration.ofNanos(entry.sinceStartNanos()));
    }

    private static String stamp(Instant at, Duration time) {
        return TIME.format(at)
                + String.format(" +%d:%02d:%02d  ", time.toHours(), time.toMinutesPart(), time.toSecondsPart());
    }

    /** Prints a line that is not a record: its time is now, unless it was printed before the viewer attached. */
    private void line(Optional<Duration> at, String text) {
        println(at.flatMap(time -> started.map(start -> stamp(start.plus(time), time)))
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
