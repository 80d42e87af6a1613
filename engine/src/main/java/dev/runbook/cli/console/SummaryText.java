package dev.runbook.cli.console;

import dev.runbook.cli.TerminalText;
import dev.runbook.journal.Event;
import dev.runbook.journal.Event.AttemptFinished;
import dev.runbook.journal.Event.RunFinished;
import dev.runbook.journal.Event.Verdict;
import dev.runbook.journal.FailurePath;
import dev.runbook.run.RunStatus;
import dev.runbook.time.TimeText;
import dev.runbook.transcript.Ink;
import dev.runbook.value.HarmlessText;
import dev.runbook.value.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The end of a run in one screen: what became of it, why, whether each promise was kept, and what to do next. */
public final class SummaryText {
    private static final int MOST_LINES = 6;
    private static final int MOST_FAILED = 3;
    private static final int MOST_NOT_REACHED = 6;
    private static final int MOST_NEVER = 4;

    private final RunSummary summary;
    private final Ink ink;
    private final List<String> lines = new ArrayList<>();

    private SummaryText(RunSummary summary, Ink ink) {
        this.summary = summary;
        this.ink = ink;
    }

    /** The screen, without the last line break; empty for a run that has not ended. */
    public static String of(RunSummary summary, Ink ink) {
        SummaryText text = new SummaryText(summary, ink);
        summary.finished().ifPresent(text::ended);
        return String.join("\n", text.lines);
    }

    private void ended(RunFinished end) {
        lines.add("");
        lines.add(headline(end));
        end.verdicts().forEach(verdict -> lines.add("  " + verdict(verdict)));
        overruns();
        lines.addAll(summary.reservations().lines(ink));
        if (!end.status().equals(RunStatus.SUCCEEDED.word())) {
            why();
        }
        summary.missedNotices().forEach(notice -> lines.add("  " + missed(notice)));
        summary.rehearsed().ifPresent(this::rehearsal);
        next(end);
    }

    private String headline(RunFinished end) {
        String word = Words.told(end.status());
        String time = " after " + TimeText.of(summary.took());
        String cause = end.cause().isEmpty() ? "" : ": " + harmless(end.cause());
        return end.exitCode() == 0
                ? ink.good(word) + time
                : end.status().equals(RunStatus.SUCCEEDED.word())
                        ? ink.warning(word) + time + cause
                        : ink.bad(word) + time + cause;
    }

    private String verdict(Verdict verdict) {
        String promise = TerminalText.pad(
                verdict.promise() + " " + TimeText.of(Duration.ofMillis(verdict.promisedMs())) + " ", 12);
        String actual = verdict.actualMs() < 0 ? "" : TimeText.of(Duration.ofMillis(verdict.actualMs()));
        String why = verdict.why().isEmpty() ? "" : " (" + harmless(verdict.why()) + ")";
        return promise
                + switch (verdict.verdict()) {
                    case "kept" -> ink.good("kept") + ": " + actual + why;
                    case "broken" ->
                        ink.bad("broken") + (verdict.actualMs() > verdict.promisedMs() ? ": " + actual : "") + why;
                    default -> ink.warning("not measured") + why;
                };
    }

    private String missed(Event.NoticeSent notice) {
        return notice.late()
                ? ink.warning(notice.lateTold()) + "  to " + harmless(notice.channel())
                : ink.warning("not delivered") + "  to " + harmless(notice.channel()) + ": " + harmless(notice.cause());
    }

    private void overruns() {
        summary.overruns().stream()
                .limit(MOST_FAILED)
                .forEach(overrun -> lines.add("  over budget  " + harmless(overrun.step()) + " took "
                        + TimeText.of(Duration.ofMillis(overrun.tookMs())) + " of "
                        + TimeText.of(Duration.ofMillis(overrun.budgetMs())) + ": " + harmless(overrun.blame())));
    }

    private void why() {
        List<Event.StepFinished> failed = summary.failed();
        failed.stream().limit(MOST_FAILED).forEach(step -> {
            Optional<AttemptFinished> attempt = summary.lastAttempt(step.step());
            boolean evident = attempt.filter(one -> !one.failed().isEmpty()).isPresent();
            lines.add("");
            lines.add("  " + ink.bad(Words.told(step.result())) + "  " + ink.strong(harmless(step.step()))
                    + (evident || step.cause().isEmpty() ? "" : ": " + harmless(step.cause())));
            attempt.ifPresent(this::evidence);
        });
        if (failed.size() > MOST_FAILED) {
            lines.add("  … and " + (failed.size() - MOST_FAILED) + " more");
        }
        List<String> notReached = summary.notReached();
        if (!notReached.isEmpty()) {
            lines.add("");
            lines.add("  not reached: "
                    + harmless(String.join(", ", notReached.subList(0, Math.min(MOST_NOT_REACHED, notReached.size()))))
                    + (notReached.size() > MOST_NOT_REACHED
                            ? " and " + (notReached.size() - MOST_NOT_REACHED) + " more"
                            : ""));
        }
        if (!summary.survivors().isEmpty()) {
            lines.add("  " + ink.bad("still runs: ") + harmless(String.join(", ", summary.survivors())));
        }
    }

    private void evidence(AttemptFinished attempt) {
        attempt.failed().forEach(condition -> lines.add("      " + UnmetCondition.told(condition, ink)));
        List<String> last = attempt.lastLines();
        last.subList(Math.max(0, last.size() - MOST_LINES), last.size())
                .forEach(line -> lines.add(ink.faint("      | ") + harmless(line)));
    }

    /** What the drill has not shown, and the first command that would. */
    private void rehearsal(Event.FailurePaths told) {
        List<FailurePath> never =
                told.paths().stream().filter(path -> !path.exercised()).toList();
        lines.add("  " + (never.isEmpty() ? ink.good(told.told()) : told.told()));
        never.stream().limit(MOST_NEVER).forEach(path -> lines.add("    never: " + harmless(path.what())));
        if (never.size() > MOST_NEVER) {
            lines.add("    … and " + (never.size() - MOST_NEVER) + " more");
        }
        never.stream()
                .map(FailurePath::command)
                .filter(command -> !command.isEmpty())
                .findFirst()
                .ifPresent(command -> lines.add(ink.faint("    " + harmless(command))));
    }

    private void next(RunFinished end) {
        String run = summary.run().orElse("");
        lines.add("");
        if (end.status().equals(RunStatus.ABORTED.word()) && summary.goesOn()) {
            lines.add("  runbook resume " + run + ink.faint("   goes on where it stopped"));
        }
        lines.add("  runbook show " + run + ink.faint("   all of it (--format html for a page to send)"));
        lines.add(ink.faint("  journal "
                + summary.head().substring(0, Math.min(16, summary.head().length()))));
    }

    private static String harmless(String text) {
        return HarmlessText.line(text);
    }
}
