package dev.runbook.cli.console;

import dev.runbook.cli.TerminalText;
import dev.runbook.journal.Entry;
import dev.runbook.journal.Event;
import dev.runbook.journal.Event.AttemptFinished;
import dev.runbook.journal.Event.FailedCondition;
import dev.runbook.journal.Event.RunFinished;
import dev.runbook.journal.Event.Verdict;
import dev.runbook.time.TimeText;
import dev.runbook.transcript.Ink;
import dev.runbook.value.HarmlessText;
import dev.runbook.value.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The end of a run in one screen: what became of it, why, whether each promise was kept, and what to do next. Told by the
 * run's thread, asked for after it.
 */
public final class RunSummary {
    private static final int MOST_LINES = 6;
    private static final int MOST_FAILED = 3;
    private static final int MOST_NOT_REACHED = 6;
    private static final int MOST_NEVER = 4;

    private Optional<Event.RunStarted> started = Optional.empty();
    private Optional<RunFinished> finished = Optional.empty();
    private Optional<Event.FailurePaths> rehearsed = Optional.empty();
    private String head = "";
    /** Whether a resume can go on with it once it was stopped: a drill that gave way has taken back what it did. */
    private boolean goesOn = true;

    private Duration took = Duration.ZERO;
    private final Map<String, AttemptFinished> lastAttempts = new HashMap<>();
    private final List<Event.StepFinished> failed = new ArrayList<>();
    private final Set<String> reached = new LinkedHashSet<>();
    private final Set<String> planned = new LinkedHashSet<>();
    private final Map<String, Event.Overrun> overruns = new LinkedHashMap<>();
    private final List<String> survivors = new ArrayList<>();
    private final Reservations reservations = new Reservations();

    /** Takes in an entry of the run. */
    public synchronized void recorded(Entry entry) {
        Event event = entry.event();
        head = entry.hash();
        took = Duration.ofNanos(entry.sinceStartNanos());
        reservations.recorded(event);
        if (event instanceof Event.RunStarted start) {
            started = Optional.of(start);
            plan(start.plan());
        } else if (event instanceof Event.FollowStarted followed) {
            plan(followed.plan());
        } else if (event instanceof Event.StepStarted step) {
            reached.add(step.step());
        } else if (event instanceof Event.StepSkipped step) {
            reached.add(step.step());
        } else if (event instanceof AttemptFinished attempt) {
            lastAttempts.put(attempt.step(), attempt);
            survivors.addAll(attempt.stopped().survivors());
        } else if (event instanceof Event.StepFinished step
                && !step.result().equals("ok")
                && !step.result().equals("skipped")
                && !reservations.takesBack(step.step())) {
            failed.add(step);
        } else if (event instanceof Event.HandlerFinished handler
                && handler.ending().equals("carryOn")) {
            failed.removeIf(step -> reservations.letPass(step.step())); // the author said that it does not matter
        } else if (event instanceof Event.Resumed) {
            failed.clear();
            survivors.clear();
            finished = Optional.empty();
        } else if (event instanceof Event.Overrun overrun) {
            overruns.put(overrun.step(), overrun);
        } else if (event instanceof Event.FailurePaths paths) {
            rehearsed = Optional.of(paths);
        } else if (event instanceof Event.Noted noted) {
            goesOn &= !noted.kind().equals(Event.Noted.TAKEN_BACK);
        } else if (event instanceof RunFinished end) {
            finished = Optional.of(end);
        }
    }

    private void plan(List<Event.PlannedStep> steps) {
        steps.stream()
                .filter(step -> !step.step().isEmpty() && !step.action().isEmpty())
                .forEach(step -> planned.add(step.step()));
    }

    /** The run's id, once it has one. */
    public synchronized Optional<String> run() {
        return started.map(Event.RunStarted::run);
    }

    /** From the first record to the last so far. */
    public synchronized Duration took() {
        return took;
    }

    /** Whether it went as it should: nobody need look. */
    public synchronized boolean uneventful() {
        return succeeded() && !reservations.notTakenBack();
    }

    public synchronized boolean succeeded() {
        return finished.filter(end -> end.exitCode() == 0).isPresent();
    }

    /**
     * The same for programs: {@code run}, {@code journal}; once it has ended {@code status}, {@code exitCode}, {@code
     * cause}, {@code tookMs}, {@code verdicts}, {@code partial}, {@code letPass}, {@code takenBack}, {@code faultsNotMet}, and
     * of a drill {@code failurePaths}.
     */
    public synchronized Map<String, Object> data() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("run", run().orElse(null));
        finished.ifPresent(end -> {
            data.put("status", end.status());
            data.put("exitCode", end.exitCode());
            data.put("cause", end.cause());
            data.put("tookMs", took.toMillis());
            rehearsed.ifPresent(paths -> data.put(
                    "failurePaths", paths.paths().stream().map(RunSummary::data).toList()));
            data.putAll(reservations.data());
            data.put("verdicts", end.verdicts().stream().map(RunSummary::data).toList());
        });
        data.put("journal", head);
        return data;
    }

    private static Map<String, Object> data(Event.FailurePath path) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("what", path.what());
        data.put("exercised", path.exercised());
        data.put("when", path.when());
        data.put("command", path.command());
        return data;
    }

    private static Map<String, Object> data(Verdict verdict) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("promise", verdict.promise());
        data.put("verdict", verdict.verdict());
        data.put("promisedMs", verdict.promisedMs());
        data.put("actualMs", verdict.actualMs() < 0 ? null : verdict.actualMs());
        data.put("why", verdict.why());
        return data;
    }

    /** The screen, without the last line break. */
    public synchronized String text(Ink ink) {
        List<String> lines = new ArrayList<>();
        finished.ifPresent(end -> {
            lines.add("");
            lines.add(headline(end, ink));
            end.verdicts().forEach(verdict -> lines.add("  " + verdict(verdict, ink)));
            overruns(lines);
            lines.addAll(reservations.lines(ink));
            if (!end.status().equals("succeeded")) {
                why(lines, ink);
            }
            rehearsed.ifPresent(paths -> rehearsal(lines, paths, ink));
            next(lines, end, ink);
        });
        return String.join("\n", lines);
    }

    private String headline(RunFinished end, Ink ink) {
        String word = Words.told(end.status());
        String time = " after " + TimeText.of(took);
        String cause = end.cause().isEmpty() ? "" : ": " + harmless(end.cause());
        return end.exitCode() == 0
                ? ink.good(word) + time
                : end.status().equals("succeeded") ? ink.warning(word) + time + cause : ink.bad(word) + time + cause;
    }

    private static String verdict(Verdict verdict, Ink ink) {
        String promise =
                TerminalText.pad(verdict.promise() + " " + TimeText.of(Duration.ofMillis(verdict.promisedMs())), 12);
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

    /** Who ate the time, the worst first. */
    private void overruns(List<String> lines) {
        overruns.values().stream()
                .sorted(Comparator.comparingLong((Event.Overrun overrun) -> overrun.budgetMs() - overrun.tookMs()))
                .limit(MOST_FAILED)
                .forEach(overrun -> lines.add("  over budget  " + harmless(overrun.step()) + " took "
                        + TimeText.of(Duration.ofMillis(overrun.tookMs())) + " of "
                        + TimeText.of(Duration.ofMillis(overrun.budgetMs())) + ": " + harmless(overrun.blame())));
    }

    /** What failed last first: it ended the run. */
    private void why(List<String> lines, Ink ink) {
        List<Event.StepFinished> last = new ArrayList<>(failed);
        Collections.reverse(last);
        last.sort(Comparator.comparing(step -> step.result().equals("cancelled")));
        last.stream().limit(MOST_FAILED).forEach(step -> {
            Optional<AttemptFinished> attempt = Optional.ofNullable(lastAttempts.get(step.step()));
            boolean evident = attempt.filter(one -> !one.failed().isEmpty()).isPresent();
            lines.add("");
            lines.add("  " + ink.bad(Words.told(step.result())) + "  " + ink.strong(harmless(step.step()))
                    + (evident || step.cause().isEmpty() ? "" : ": " + harmless(step.cause())));
            attempt.ifPresent(one -> evidence(lines, one, ink));
        });
        if (failed.size() > MOST_FAILED) {
            lines.add("  … and " + (failed.size() - MOST_FAILED) + " more");
        }
        List<String> notReached = Stream.concat(
                        planned.stream().filter(step -> !reached.contains(step)), reservations.openFallbacks().stream())
                .toList();
        if (!notReached.isEmpty()) {
            lines.add("");
            lines.add("  not reached: "
                    + harmless(String.join(", ", notReached.subList(0, Math.min(MOST_NOT_REACHED, notReached.size()))))
                    + (notReached.size() > MOST_NOT_REACHED
                            ? " and " + (notReached.size() - MOST_NOT_REACHED) + " more"
                            : ""));
        }
        if (!survivors.isEmpty()) {
            lines.add("  " + ink.bad("still runs: ") + harmless(String.join(", ", survivors)));
        }
    }

    private static void evidence(List<String> lines, AttemptFinished attempt, Ink ink) {
        for (FailedCondition condition : attempt.failed()) {
            String parts = condition.parts().stream()
                    .map(part -> harmless(part.text()) + " was " + harmless(part.value()))
                    .collect(Collectors.joining(", "));
            lines.add("      " + harmless(condition.text()) + ink.faint("   " + parts));
        }
        List<String> last = attempt.lastLines();
        last.subList(Math.max(0, last.size() - MOST_LINES), last.size())
                .forEach(line -> lines.add(ink.faint("      | ") + harmless(line)));
    }

    /** What the drill has not shown, and the first command that would. */
    private static void rehearsal(List<String> lines, Event.FailurePaths told, Ink ink) {
        List<Event.FailurePath> never =
                told.paths().stream().filter(path -> !path.exercised()).toList();
        lines.add("  " + (never.isEmpty() ? ink.good(told.told()) : told.told()));
        never.stream().limit(MOST_NEVER).forEach(path -> lines.add("    never: " + harmless(path.what())));
        if (never.size() > MOST_NEVER) {
            lines.add("    … and " + (never.size() - MOST_NEVER) + " more");
        }
        never.stream()
                .map(Event.FailurePath::command)
                .filter(command -> !command.isEmpty())
                .findFirst()
                .ifPresent(command -> lines.add(ink.faint("    " + harmless(command))));
    }

    private void next(List<String> lines, RunFinished end, Ink ink) {
        String run = started.map(Event.RunStarted::run).orElse("");
        lines.add("");
        if (end.status().equals("aborted") && goesOn) {
            lines.add("  runbook resume " + run + ink.faint("   goes on where it stopped"));
        }
        lines.add("  runbook show " + run + ink.faint("   all of it (--format html for a page to send)"));
        lines.add(ink.faint("  journal " + head.substring(0, Math.min(16, head.length()))));
    }

    private static String harmless(String text) {
        return HarmlessText.line(text);
    }
}
