package dev.runbook.transcript;

import dev.runbook.journal.event.FailurePath;
import dev.runbook.journal.event.RunStarted;
import dev.runbook.journal.event.Verdict;
import dev.runbook.model.ClockView;
import dev.runbook.model.QuestionView;
import dev.runbook.model.RunView;
import dev.runbook.model.StepView;
import dev.runbook.model.TimelineEntry;
import dev.runbook.model.UndoReport;
import dev.runbook.terminal.ColorPalette;
import dev.runbook.terminal.TerminalSanitizer;
import dev.runbook.terminal.TerminalText;
import dev.runbook.value.EnumWord;
import dev.runbook.value.StepPath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Renders a run as text for a terminal or a ticket: the result and its reason in one screen, then every step, then the
 * timeline.
 */
public final class TextTranscript {
    private static final int NARROWEST = 60;
    private static final int MOST_NOT_REACHED = 12;

    private final RunView run;
    private final ColorPalette palette;
    private final int columns;
    private final List<String> lines = new ArrayList<>();

    private TextTranscript(RunView run, ColorPalette palette, int columns) {
        this.run = run;
        this.palette = palette;
        this.columns = Math.max(NARROWEST, columns);
    }

    /** @param columns the width of the overview; evidence is never shortened */
    public static String of(RunView run, ColorPalette palette, int columns) {
        return new TextTranscript(run, palette, columns).text();
    }

    private String text() {
        header();
        objectives();
        if (!run.good() || run.atRisk() || !run.failures().isEmpty()) {
            why();
        }
        lines.add("");
        lines.addAll(new TextSteps(run, palette, columns).lines());
        samples();
        answers();
        failurePaths();
        timeline();
        footer();
        return String.join("\n", lines) + "\n";
    }

    private void header() {
        RunStarted started = run.started();
        String where = started.environment().name() + (started.environment().production() ? " (production)" : "");
        String drill = run.drill() ? palette.warning("[DRILL] ") : "";
        lines.add(drill + palette.strong(harmless(started.runbook().id())) + " in " + harmless(where) + "  "
                + StatusColors.status(palette, run.status(), run.describeStatus())
                + (run.cause().isEmpty() ? "" : ": " + harmless(run.cause())));
        if (!started.runbook().description().isEmpty()) {
            lines.add(palette.faint(harmless(started.runbook().description())));
        }
        lines.add("");
        field("run", started.run());
        field(
                "started",
                TimeFormat.day(run.startedAt()) + " by " + started.engine().who() + " on "
                        + started.engine().host());
        started.trigger().ifPresent(trigger -> field("trigger", trigger.describe()));
        run.resumes().forEach(resumed -> field("resumed", resumed.describe()));
        if (!run.partial().isEmpty()) {
            lines.add(palette.faint(pad("part", 12)) + palette.warning(harmless(run.partial()))
                    + ", the rest was left out");
        }
        field("took", TimeFormat.of(run.endMs()) + (run.finished().isPresent() ? "" : " so far"));
        if (!run.describeClock().isEmpty()) {
            lines.add(palette.warning(run.describeClock()));
        }
        if (run.resumable()) {
            field("continue", run.resumeCommand());
        } else if (!run.describeResume().isEmpty()) {
            field("continue", run.describeResume());
        }
        started.parameters().forEach((name, value) -> field("  " + name, value));
    }

    private void field(String name, String value) {
        lines.add(palette.faint(pad(name, 12)) + harmless(value));
    }

    private void objectives() {
        for (Verdict verdict : run.verdicts()) {
            String most = verdict.upperBound() ? "at most " : "";
            String actual = verdict.actualMs() < 0 ? "" : most + TimeFormat.of(verdict.actualMs()) + " of ";
            lines.add(palette.faint(pad(verdict.name(), 12))
                    + StatusColors.verdict(palette, verdict.verdict(), EnumWord.phrase(verdict.verdict())) + ": "
                    + actual
                    + TimeFormat.of(verdict.targetMs())
                    + (verdict.why().isEmpty() ? "" : " (" + harmless(verdict.why()) + ")"));
            verdict.measuredLoss().ifPresent(loss -> lines.add(palette.faint(pad("", 12) + harmless(loss.formula()))));
        }
        run.timeToDetect().ifPresent(time -> field("detected", "after " + TimeFormat.of(time.toMillis())));
        run.breakToDecision()
                .ifPresent(
                        time -> field("decided", TimeFormat.of(time.toMillis()) + " after the drill broke the system"));
        if (!UndoReport.done(run.undos()).isEmpty()) {
            field("undone", UndoReport.done(run.undos()));
        }
        if (!run.notUndone().isEmpty()) {
            lines.add(palette.bad("NOT undone: ") + harmless(run.notUndone()));
        }
        run.forecast().ifPresent(forecast -> field("expected", forecast.describe() + ", at the start"));
        ClockView clock = run.clock();
        if (run.finished().isEmpty() && clock.rtoMs() >= 0) {
            long left = clock.rtoMs() - clock.elapsedMs(run.endMs());
            field(
                    "RTO",
                    TimeFormat.of(clock.rtoMs())
                            + (left >= 0 ? ", " + TimeFormat.of(left) + " left" : ", missed")
                            + (run.running() ? "" : " when last heard of"));
        }
    }

    private void why() {
        for (RunView.Failure failure : run.failures()) {
            StepView step = failure.step();
            lines.add("");
            lines.add(StatusColors.state(palette, step.state(), step.sign() + " " + harmless(step.title())) + "  "
                    + failure.ending() + (step.cause().isEmpty() ? "" : ": " + harmless(step.cause())));
            step.lastAttempt().ifPresent(attempt -> {
                Evidence.conditions(attempt).forEach(line -> lines.add("    " + harmless(line)));
                String stopped = Evidence.stopped(attempt);
                if (!stopped.isEmpty()) {
                    lines.add("    " + harmless(stopped));
                }
                attempt.output()
                        .lastLines()
                        .forEach(line -> lines.add(palette.faint("    │ ") + TerminalSanitizer.output(line)));
            });
        }
        if (run.late() || run.atRisk()) {
            List<String> blame = TimeBreakdown.of(run);
            if (!blame.isEmpty()) {
                lines.add("");
                lines.add("where the time went");
                blame.forEach(line -> lines.add("    " + harmless(line)));
            }
        }
        List<String> missed = run.notReached().stream()
                .map(StepView::path)
                .filter(path -> !path.isEmpty())
                .toList();
        if (!missed.isEmpty()) {
            lines.add("");
            lines.add("not reached: "
                    + harmless(String.join(", ", missed.subList(0, Math.min(MOST_NOT_REACHED, missed.size()))))
                    + (missed.size() > MOST_NOT_REACHED ? " and " + (missed.size() - MOST_NOT_REACHED) + " more" : ""));
        }
    }

    /** Writes the samples that made a trigger start the run. */
    private void samples() {
        run.started().trigger().ifPresent(trigger -> {
            lines.add("");
            lines.add(palette.strong("Why it was started") + palette.faint("   samples of the trigger · UTC"));
            trigger.samples()
                    .forEach(sample -> lines.add(palette.faint(pad(TimeFormat.clock(Instant.parse(sample.at())), 11))
                            + harmless(pad(sample.name(), 24) + sample.value())));
            if (!trigger.covered().isEmpty()) {
                lines.add(palette.faint("also fired: ") + harmless(String.join(", ", trigger.covered())));
            }
        });
    }

    /** Writes what people were asked, and who answered. */
    private void answers() {
        if (run.questions().isEmpty()) {
            return;
        }
        lines.add("");
        lines.add(palette.strong("Who decided") + palette.faint("   UTC"));
        for (QuestionView question : run.questions()) {
            lines.add(harmless(StepPath.last(question.step()) + ": " + AnswerLines.asked(question)));
            AnswerLines.answers(question).forEach(line -> lines.add("  " + harmless(line)));
        }
        if (!run.describeDrillAnswers().isEmpty()) {
            lines.add(palette.warning(harmless(run.describeDrillAnswers())));
        }
    }

    /** Writes what a drill has not exercised. */
    private void failurePaths() {
        if (run.failurePaths().isEmpty()) {
            return;
        }
        lines.add("");
        lines.add(palette.strong("Failure paths")
                + palette.faint("   " + run.describeCoverage() + " in "
                        + harmless(run.started().environment().name())));
        for (FailurePath path : run.failurePaths()) {
            lines.add((path.exercised() ? palette.good("✓ ") : palette.warning("· "))
                    + harmless(path.what())
                    + palette.faint("   " + (path.exercised() ? path.when() : "never")));
            if (!path.command().isEmpty()) {
                lines.add(palette.faint("    " + harmless(path.command())));
            }
        }
    }

    private void timeline() {
        lines.add("");
        lines.add(palette.strong("What happened") + palette.faint("   on the clock · UTC"));
        for (TimelineEntry moment : run.timeline()) {
            String step = moment.step().isEmpty() ? "" : harmless(moment.step()) + ": ";
            String text = step + harmless(moment.text());
            lines.add(palette.faint(TerminalText.padLeft(TimeFormat.point(run.onClock(moment.atMs())), 9) + "  "
                            + TimeFormat.clock(moment.at()) + "  ")
                    + switch (moment.tone()) {
                        case GOOD -> palette.good(text);
                        case BAD -> palette.bad(text);
                        case WARNING -> palette.warning(text);
                        case FAINT -> palette.faint(text);
                        case PLAIN -> text;
                    });
        }
    }

    private void footer() {
        lines.add("");
        lines.add(palette.faint("journal: " + run.records() + " records, head " + run.head()));
        if (!run.damage().isEmpty()) {
            lines.add(palette.bad(
                    "the journal is not whole: " + harmless(run.damage()) + "; what follows it is not shown"));
        }
    }

    private static String harmless(String text) {
        return TerminalSanitizer.line(text);
    }

    /** Pads a cell to its width, with at least one blank after it. */
    static String pad(String text, int width) {
        return TerminalText.pad(text + " ", width);
    }
}
