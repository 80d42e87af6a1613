package dev.runbook.cli.console;

import dev.runbook.journal.Entry;
import dev.runbook.journal.event.AttemptFinished;
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

    private final Terminal terminal;
    private final ColorPalette ink;
    private final RunClock clock;
    private final RunModel model = new RunModel();
    private final ConsoleLines narration;
    private final List<String> lines = new ArrayList<>();
    private int drawn;
    /** The last line that each step printed. */
    private final Map<String, String> lastLines = new HashMap<>();

    LiveScreen(Terminal terminal, Clock clock, boolean late) {
        this.terminal = terminal;
        this.ink = terminal.ink();
        this.clock = new RunClock(clock, model, late);
        this.narration = new ConsoleLines(ink, model);
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
    public void refresh() {
        draw(model.end().isPresent() ? List.of() : status());
    }

    @Override
    public void end() {
        draw(List.of());
    }

    /** Draws in one write, so that the terminal never shows a partial screen. */
    private void draw(List<String> status) {
        StringBuilder text = new StringBuilder();
        if (drawn > 0) {
            text.append('\r').append("\u001b[").append(drawn).append('A');
        }
        text.append(CLEAR_BELOW);
        lines.forEach(line -> text.append(line).append('\n'));
        status.forEach(line -> text.append(line).append('\n'));
        terminal.out().print(text);
        terminal.out().flush();
        lines.clear();
        drawn = status.size();
    }

    private List<String> status() {
        List<String> status = new ArrayList<>();
        Duration now = clock.elapsed();
        int columns = terminal.columns() - 1; // a full line would wrap
        List<StepView> running = model.running();
        running.stream().limit(MOST_RUNNING).forEach(step -> {
            status.add(ink.strong(TerminalText.cut(running(step, now), columns)));
            if (!detail(step).isEmpty()) {
                status.add(ink.faint(TerminalText.cut("    " + detail(step), columns)));
            }
        });
        int more = running.size() - MOST_RUNNING;
        if (more > 0) {
            status.add("  … and " + more + " more");
        }
        String time = TerminalText.cut("  " + clock.text(), columns);
        boolean late = clock.left().filter(Duration::isNegative).isPresent();
        status.add(late ? ink.bad(time) : ink.good(time));
        return status;
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

    /** The last line the step printed, or what it waits for. */
    private String detail(StepView step) {
        String cause = step.lastAttempt().map(AttemptFinished::cause).orElse("");
        String waiting = step.waiting() + (cause.isEmpty() ? "" : ": " + TerminalSanitizer.line(cause));
        return step.waiting().isEmpty() ? lastLines.getOrDefault(step.path(), "") : waiting;
    }
}
