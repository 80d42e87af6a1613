package dev.runbook.cli.console;

import dev.runbook.journal.event.AttemptFinished;
import dev.runbook.journal.event.FailurePath;
import dev.runbook.journal.event.MessageSent;
import dev.runbook.journal.event.RunFinished;
import dev.runbook.journal.event.RunStatus;
import dev.runbook.journal.event.Verdict;
import dev.runbook.model.RunView;
import dev.runbook.model.StepState;
import dev.runbook.model.StepView;
import dev.runbook.model.UndoReport;
import dev.runbook.terminal.ColorPalette;
import dev.runbook.terminal.TerminalSanitizer;
import dev.runbook.terminal.TerminalText;
import dev.runbook.time.TimeText;
import dev.runbook.value.EnumWord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Formats the end of a run for one screen: outcome, cause, the verdict on each objective, and what to do next. */
public final class SummaryText {
    private static final int MOST_LINES = 6;
    private static final int MOST_FAILED = 3;
    private static final int MOST_NOT_REACHED = 6;
    private static final int MOST_NEVER = 4;

    private final RunView run;
    private final ColorPalette palette;
    private final List<String> lines = new ArrayList<>();

    private SummaryText(RunView run, ColorPalette palette) {
        this.run = run;
        this.palette = palette;
    }

    /** Returns the summary, without the last line break; empty for a run that has not ended. */
    public static String of(RunSummary summary, ColorPalette palette) {
        return summary.view()
                .filter(run -> run.finished().isPresent())
                .map(run -> new SummaryText(run, palette).text(run.finished().get()))
                .orElse("");
    }

    private String text(RunFinished end) {
        lines.add("");
        lines.add(headline(end));
        end.verdicts().forEach(this::objective);
        run.timeToDetect()
                .ifPresent(
                        time -> lines.add("  " + TerminalText.pad("time to detect ", 12) + TimeText.of(time) + ", by "
                                + harmless(run.started().trigger().orElseThrow().describe())));
        run.breakToDecision()
                .ifPresent(time -> lines.add("  " + TerminalText.pad("decided ", 12) + TimeText.of(time)
                        + " after the drill broke the system"));
        overruns();
        caveats();
        if (end.status() != RunStatus.SUCCEEDED) {
            why();
        }
        run.messages().stream()
                .filter(notice -> !notice.sent() || notice.late())
                .forEach(notice -> lines.add("  " + missed(notice)));
        if (!run.failurePaths().isEmpty()) {
            failurePaths();
        }
        next();
        return String.join("\n", lines);
    }

    private String headline(RunFinished end) {
        String word = EnumWord.phrase(end.status());
        String time = " after " + time(run.endMs());
        String cause = end.cause().isEmpty() ? "" : ": " + harmless(end.cause());
        return end.exitCode() == 0
                ? palette.good(word) + time
                : end.status() == RunStatus.SUCCEEDED
                        ? palette.warning(word) + time + cause
                        : palette.bad(word) + time + cause;
    }

    private void objective(Verdict verdict) {
        lines.add("  " + verdict(verdict));
        verdict.measuredLoss().ifPresent(loss -> lines.add(palette.faint("    " + harmless(loss.formula()))));
    }

    private String verdict(Verdict verdict) {
        String target = TerminalText.pad(verdict.name() + " " + time(verdict.targetMs()) + " ", 12);
        String most = verdict.upperBound() ? "at most " : "";
        String actual = verdict.actualMs() < 0 ? "" : most + time(verdict.actualMs());
        String why = verdict.why().isEmpty() ? "" : " (" + harmless(verdict.why()) + ")";
        return target
                + switch (verdict.verdict()) {
                    case MET -> palette.good("met") + ": " + actual + why;
                    case MISSED ->
                        palette.bad("missed") + (verdict.actualMs() > verdict.targetMs() ? ": " + actual : "") + why;
                    case NOT_MEASURED -> palette.warning("not measured") + why;
                };
    }

    private String missed(MessageSent notice) {
        return notice.late()
                ? palette.warning(notice.describeDelay()) + "  to " + harmless(notice.channel())
                : palette.warning("not delivered") + "  to " + harmless(notice.channel()) + ": "
                        + harmless(notice.cause());
    }

    private void overruns() {
        run.overruns().stream()
                .limit(MOST_FAILED)
                .forEach(step -> lines.add("  over budget  " + harmless(step.path()) + " took " + time(run.usedMs(step))
                        + " of " + time(step.budgetMs()) + ": " + harmless(step.blame())));
    }

    /**
     * Adds what the status does not show: a partial run, tolerated failures, undos, faults of a drill that were not
     * reached.
     */
    private void caveats() {
        if (!run.partial().isEmpty()) {
            lines.add("  " + palette.warning(harmless(run.partial())) + ": the rest of the runbook was left out");
        }
        run.failures().stream().filter(RunView.Failure::tolerated).forEach(failure -> {
            StepView step = failure.step();
            lines.add("  " + palette.warning(failure.describeTolerance()) + ": " + harmless(step.title()) + " "
                    + step.describe() + (step.cause().isEmpty() ? "" : ": " + harmless(step.cause())));
        });
        if (!UndoReport.done(run.undos()).isEmpty()) {
            lines.add("  undone: " + harmless(UndoReport.done(run.undos())));
        }
        if (!run.notUndone().isEmpty()) {
            lines.add("  " + palette.bad("NOT undone: ") + harmless(run.notUndone()));
        }
        if (!run.describeClock().isEmpty()) {
            lines.add("  " + palette.warning(run.describeClock()));
        }
        if (!run.describeDrillAnswers().isEmpty()) {
            lines.add("  " + palette.warning(harmless(run.describeDrillAnswers())));
        }
        run.faultsNotReached().forEach(text -> lines.add("  " + palette.warning(harmless(text))));
    }

    private void why() {
        List<StepView> failed = failed();
        failed.stream().limit(MOST_FAILED).forEach(step -> {
            Optional<AttemptFinished> attempt = step.lastAttempt();
            boolean evident =
                    attempt.filter(AttemptFinished::failedByConditions).isPresent();
            lines.add("");
            lines.add("  " + palette.bad(step.describe()) + "  " + palette.strong(harmless(step.path()))
                    + (evident || step.cause().isEmpty() ? "" : ": " + harmless(step.cause())));
            attempt.ifPresent(this::evidence);
        });
        if (failed.size() > MOST_FAILED) {
            lines.add("  … and " + (failed.size() - MOST_FAILED) + " more");
        }
        List<String> notReached = run.notReached().stream()
                .map(StepView::path)
                .filter(path -> !path.isEmpty())
                .toList();
        if (!notReached.isEmpty()) {
            lines.add("");
            lines.add("  not reached: "
                    + harmless(String.join(", ", notReached.subList(0, Math.min(MOST_NOT_REACHED, notReached.size()))))
                    + (notReached.size() > MOST_NOT_REACHED
                            ? " and " + (notReached.size() - MOST_NOT_REACHED) + " more"
                            : ""));
        }
        if (!run.survivors().isEmpty()) {
            lines.add("  " + palette.bad("still runs: ") + harmless(String.join(", ", run.survivors())));
        }
    }

    /**
     * Returns the steps that made the run fail, starting with the last, which ended the run. Undos are reported
     * separately.
     */
    private List<StepView> failed() {
        return run.failures().stream()
                .filter(failure -> !failure.tolerated())
                .map(RunView.Failure::step)
                .filter(step -> !step.isUndo() && !step.path().isEmpty())
                .sorted(Comparator.comparing((StepView step) -> step.state() == StepState.CANCELLED)
                        .thenComparing(Comparator.comparingLong(StepView::endMs).reversed()))
                .toList();
    }

    private void evidence(AttemptFinished attempt) {
        attempt.failed().forEach(condition -> lines.add("      " + UnmetCondition.describe(condition, palette)));
        List<String> last = attempt.output().lastLines();
        last.subList(Math.max(0, last.size() - MOST_LINES), last.size())
                .forEach(line -> lines.add(palette.faint("      | ") + TerminalSanitizer.output(line)));
    }

    /** Adds the failure paths that the drill has not exercised, and the first command that would exercise them. */
    private void failurePaths() {
        List<FailurePath> never =
                run.failurePaths().stream().filter(path -> !path.exercised()).toList();
        lines.add("  " + (never.isEmpty() ? palette.good(run.describeCoverage()) : run.describeCoverage()));
        never.stream().limit(MOST_NEVER).forEach(path -> lines.add("    never: " + harmless(path.what())));
        if (never.size() > MOST_NEVER) {
            lines.add("    … and " + (never.size() - MOST_NEVER) + " more");
        }
        never.stream()
                .map(FailurePath::command)
                .filter(command -> !command.isEmpty())
                .findFirst()
                .ifPresent(command -> lines.add(palette.faint("    " + harmless(command))));
    }

    private void next() {
        String id = run.started().run();
        lines.add("");
        if (run.resumable()) {
            lines.add("  " + run.resumeCommand());
            lines.add(palette.faint("     " + harmless(run.describeResume())));
        } else if (!run.describeResume().isEmpty()) {
            lines.add(palette.faint("  " + harmless(run.describeResume())));
        }
        lines.add("  runbook show " + id + palette.faint("   full transcript (--format html for a page to share)"));
        lines.add(palette.faint(
                "  journal " + run.head().substring(0, Math.min(16, run.head().length()))));
    }

    private static String time(long ms) {
        return TimeText.of(Duration.ofMillis(ms));
    }

    private static String harmless(String text) {
        return TerminalSanitizer.line(text);
    }
}
