package dev.runbook.transcript;

import dev.runbook.model.ActiveTime;
import dev.runbook.model.RunView;
import dev.runbook.model.StepState;
import dev.runbook.model.StepView;
import dev.runbook.terminal.ColorPalette;
import dev.runbook.terminal.TerminalSanitizer;
import dev.runbook.terminal.TerminalText;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes the steps as a table: sign, name, start, time and budget, and a bar on a scale up to the RTO. */
final class TextSteps {
    private static final int TIMES = 36;
    private static final int LONGEST_NAME = 44;
    private static final int SHORTEST_BAR = 16;

    private final RunView run;
    private final ColorPalette palette;
    private final int name;
    private final int bar;
    private final Set<String> tolerated;
    private final List<String> lines = new ArrayList<>();

    TextSteps(RunView run, ColorPalette palette, int columns) {
        this.run = run;
        this.palette = palette;
        this.tolerated = run.failures().stream()
                .filter(RunView.Failure::tolerated)
                .map(failure -> failure.step().path())
                .collect(Collectors.toSet());
        int longest = depthOf(run.steps(), 0);
        this.name = Math.max(16, Math.min(Math.min(LONGEST_NAME, longest), columns - TIMES - SHORTEST_BAR));
        this.bar = Math.max(0, Math.min(48, columns - TIMES - name));
    }

    private static int depthOf(List<StepView> steps, int depth) {
        int longest = 0;
        for (StepView step : steps) {
            longest = Math.max(longest, 2 * depth + step.name().length() + 4);
            longest = Math.max(longest, depthOf(step.inner(), depth + 1));
        }
        return longest;
    }

    List<String> lines() {
        lines.add(
                palette.strong(TextTranscript.pad("Steps", name)) + palette.faint("  on the clock     took    budget"));
        add(run.steps(), 0);
        return lines;
    }

    private void add(List<StepView> steps, int depth) {
        for (StepView step : steps) {
            String label = "  ".repeat(depth) + step.sign() + " " + TerminalSanitizer.line(step.name());
            String shortened = label.length() > name ? label.substring(0, name - 1) + "…" : label;
            String from = step.began() ? TimeFormat.point(run.onClock(step.startMs())) : "";
            String took = step.began() ? TimeFormat.of(run.usedMs(step)) : step.describe();
            String budget = TimeFormat.of(step.budgetMs());
            String unusual = run.unusual(step)
                    ? "  usually " + TimeFormat.of(step.usual().medianMs())
                    : "";
            String title = TextTranscript.pad(shortened, name);
            String line = (tolerated.contains(step.path())
                            ? palette.warning(title)
                            : StatusColors.state(palette, step.state(), title))
                    + "  "
                    + palette.faint(TerminalText.padLeft(from, 11)) + TerminalText.padLeft(took, 12)
                    + palette.faint(TerminalText.padLeft(budget, 9)) + "  " + bar(step) + palette.warning(unusual)
                    + undone(step);
            lines.add(line.stripTrailing());
            if (step.state() == StepState.OK && !step.cause().isEmpty()) {
                lines.add(palette.faint("  ".repeat(depth + 1) + "  " + TerminalSanitizer.line(step.cause())));
            }
            add(step.inner(), depth + 1);
        }
    }

    private String undone(StepView step) {
        return switch (step.undo()) {
            case NONE -> "";
            case UNDONE -> "  " + palette.warning("undone");
            case NOT_UNDONE -> "  " + palette.bad("NOT undone");
        };
    }

    /**
     * Draws where in the run the step was; the bar covers the time between the clock's zero and the later of end and
     * RTO.
     */
    private String bar(StepView step) {
        long from = Math.min(0, run.clock().zeroMs());
        long to = Math.max(run.endMs(), run.clock().dueMs());
        if (bar < SHORTEST_BAR || to <= from) {
            return "";
        }
        StringBuilder cells = new StringBuilder(" ".repeat(bar));
        if (run.clock().dueMs() >= 0) {
            cells.setCharAt(cell(run.clock().dueMs(), from, to), '│');
        }
        char mark = step.container() ? '─' : '█';
        for (ActiveTime.Span span : step.active()) {
            for (int i = cell(span.startMs(), from, to); i <= cell(span.endMs(run.endMs()), from, to); i++) {
                cells.setCharAt(i, mark);
            }
        }
        return StatusColors.state(palette, step.state(), cells.toString().stripTrailing());
    }

    private int cell(long ms, long from, long to) {
        return (int) Math.max(0, Math.min(bar - 1L, (ms - from) * (bar - 1) / (to - from)));
    }
}
