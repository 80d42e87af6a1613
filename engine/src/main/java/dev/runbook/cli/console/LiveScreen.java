package dev.runbook.cli.console;

import dev.runbook.journal.Entry;
import dev.runbook.journal.event.AttemptFinished;
import dev.runbook.journal.event.StepKind;
import dev.runbook.model.QuestionContext;
import dev.runbook.model.QuestionView;
import dev.runbook.model.RunModel;
import dev.runbook.model.StepView;
import dev.runbook.terminal.ColorPalette;
import dev.runbook.terminal.Terminal;
import dev.runbook.terminal.TerminalSanitizer;
import dev.runbook.terminal.TerminalText;
import dev.runbook.time.Clock;
import dev.runbook.time.TimeText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Shows a run on a terminal: finished steps scroll up; below them are always the running steps with their last line,
 * the elapsed time and the time left of the RTO.
 */
final class LiveScreen implements Screen {
    private static final int MOST_RUNNING = 6;
    private static final String CLEAR_BELOW = "\u001b[J";
    private static final String CLEAR_LINE = "\u001b[K";
    private static final String SAVE_CURSOR = "\u001b7";
    private static final String RESTORE_CURSOR = "\u001b8";
    private static final String PROMPT = "> ";
    /** Lines that the status needs beside the questions. */
    private static final int MARGIN = 4;

    private final Terminal terminal;
    private final ColorPalette palette;
    private final RunClock clock;
    private final RunModel model = new RunModel();
    private final ConsoleLines narration;
    private final List<String> lines = new ArrayList<>();
    /** How many lines are drawn above the cursor's. */
    private int drawn;
    /** Whether the cursor is after a prompt, where a person may have typed half a line. */
    private boolean prompted;

    private final ScreenSize size;
    private final boolean late;
    /** The last line that each step printed. */
    private final Map<String, String> lastLines = new HashMap<>();

    LiveScreen(Terminal terminal, Clock clock, boolean late) {
        this.terminal = terminal;
        this.palette = terminal.palette();
        this.clock = new RunClock(clock, model, late);
        this.narration = new ConsoleLines(palette, model);
        this.size = new ScreenSize(terminal, clock);
        this.late = late;
    }

    @Override
    public void recorded(Entry entry) {
        clock.recorded(entry);
        lines.addAll(narration.of(entry));
    }

    @Override
    public void known(Entry entry) {
        clock.recorded(entry);
        model.apply(entry);
    }

    @Override
    public void printed(String step, String source, String line, Optional<Duration> at) {
        String text = TerminalSanitizer.output(TerminalText.lastOverwrite(line)).strip();
        if (!text.isEmpty()) {
            lastLines.put(step, source.isEmpty() ? text : source + ": " + text);
        }
    }

    @Override
    public void message(String line) {
        lines.add(TerminalSanitizer.block(line));
    }

    @Override
    public void dropped(long count) {
        // the lines are in the output file; only the last one is shown here
    }

    @Override
    public void typed() {
        drawn++;
        prompted = false;
    }

    @Override
    public void refresh() {
        List<QuestionView> open = model.end().isPresent()
                ? List.of()
                : model.questions().stream()
                        .filter(question -> question.open() && question.decision() == QuestionView.Decision.OPEN)
                        .toList();
        boolean resized = size.update(!open.isEmpty());
        List<String> status = model.end().isPresent() ? List.of() : status(open);
        boolean prompt = !open.isEmpty() && !late && terminal.asks();
        if (prompt && prompted && !resized && lines.isEmpty() && status.size() == drawn) {
            redrawAbovePrompt(status);
        } else {
            draw(status, prompt);
        }
    }

    @Override
    public void end() {
        draw(List.of(), false);
    }

    /** Draws in one write, so that the terminal never shows a partial screen. */
    private void draw(List<String> status, boolean prompt) {
        StringBuilder text = new StringBuilder().append('\r');
        if (drawn > 0) {
            text.append("\u001b[").append(drawn).append('A');
        }
        text.append(CLEAR_BELOW);
        lines.forEach(line -> text.append(line).append('\n'));
        status.forEach(line -> text.append(line).append('\n'));
        if (prompt) {
            text.append(PROMPT);
        }
        print(text);
        lines.clear();
        drawn = status.size();
        prompted = prompt;
    }

    /** Draws the lines above the prompt and leaves what a person has typed behind it. */
    private void redrawAbovePrompt(List<String> status) {
        StringBuilder text = new StringBuilder(SAVE_CURSOR).append('\r');
        text.append("\u001b[").append(drawn).append('A');
        status.forEach(line -> text.append(line).append(CLEAR_LINE).append('\n'));
        print(text.append(RESTORE_CURSOR));
    }

    private void print(CharSequence text) {
        terminal.out().print(text);
        terminal.out().flush();
    }

    private List<String> status(List<QuestionView> open) {
        List<String> status = new ArrayList<>();
        int columns = size.columns() - 1; // a full line would wrap
        List<String> asked = open.stream().map(QuestionView::step).toList();
        status.addAll(running(asked, columns));
        int rows = Math.max(MARGIN, (size.rows() - status.size() - MARGIN) / Math.max(1, open.size()));
        String phase = "";
        for (QuestionView question : open) {
            QuestionContext context = model.questionContext(question.step());
            status.add(palette.faint("-".repeat(columns)));
            String around = context.phase().map(one -> one.step().path()).orElse("");
            if (!around.equals(phase)) {
                context.phase().ifPresent(one -> status.add(phase(one, columns)));
                phase = around;
            }
            status.addAll(QuestionText.of(question, context, clock.elapsed(), columns, rows, palette));
        }
        String time = "  " + clock.text(columns - 2);
        boolean behind = clock.left().filter(Duration::isNegative).isPresent();
        status.add(behind ? palette.bad(time) : palette.good(time));
        if (!open.isEmpty()) {
            hint(open, columns).forEach(line -> status.add(palette.faint(TerminalText.cut("  " + line, columns))));
        }
        return status;
    }

    private String phase(QuestionContext.Phase phase, int columns) {
        StepView step = phase.step();
        Optional<Duration> left = step.budgetMs() < 0
                ? Optional.empty()
                : Optional.of(Duration.ofMillis(
                        step.budgetMs() - model.usedMs(step, clock.elapsed().toMillis())));
        return QuestionText.phase(phase, left, columns, palette);
    }

    private List<String> hint(List<QuestionView> open, int columns) {
        boolean boxes = open.stream()
                .anyMatch(question -> question.asked().kind() == StepKind.MANUAL
                        || question.asked().kind() == StepKind.CHOOSE);
        String elsewhere = "elsewhere: runbook " + (boxes ? "tick" : "approve") + " last";
        if (late || !terminal.asks()) {
            return List.of(elsewhere);
        }
        String keys = QuestionText.keys(open);
        String both = keys + "  " + elsewhere;
        return TerminalText.width(both) + 2 <= columns ? List.of(both) : List.of(keys, elsewhere);
    }

    private List<String> running(List<String> asked, int columns) {
        List<String> status = new ArrayList<>();
        Duration now = clock.elapsed();
        List<StepView> running = model.running().stream()
                .filter(step -> !asked.contains(step.path()) && !surrounds(asked, step))
                .toList();
        running.stream().limit(MOST_RUNNING).forEach(step -> {
            status.add(palette.strong(TerminalText.cut(running(step, now), columns)));
            if (!detail(step).isEmpty()) {
                status.add(palette.faint(TerminalText.cut("    " + detail(step), columns)));
            }
        });
        int more = running.size() - MOST_RUNNING;
        if (more > 0) {
            status.add("  … and " + more + " more");
        }
        return status;
    }

    /** Returns whether a step in progress is the phase of a question, whose line has its time. */
    private boolean surrounds(List<String> asked, StepView step) {
        return asked.stream()
                .flatMap(question -> model.questionContext(question).phase().stream())
                .anyMatch(phase -> phase.step().path().equals(step.path()));
    }

    private String running(StepView step, Duration now) {
        int attempt = step.attempts().isEmpty()
                ? 0
                : step.attempts().get(step.attempts().size() - 1).number();
        return "▸ " + ConsoleLines.name(step.path()) + "  "
                + RunClock.inSeconds(Duration.ofMillis(model.usedMs(step, now.toMillis())))
                + (step.budgetMs() < 0 ? "" : " of " + TimeText.ofMs(step.budgetMs()))
                + (attempt > 1 ? "  attempt " + attempt : "");
    }

    /** Returns the last line the step printed, or what it waits for. */
    private String detail(StepView step) {
        String cause = step.lastAttempt().map(AttemptFinished::cause).orElse("");
        String waiting = step.waiting() + (cause.isEmpty() ? "" : ": " + TerminalSanitizer.line(cause));
        return step.waiting().isEmpty() ? lastLines.getOrDefault(step.path(), "") : waiting;
    }
}
