package dev.runbook.metrics;

import dev.runbook.journal.event.MessageSent;
import dev.runbook.journal.event.PlannedStep;
import dev.runbook.journal.event.RunFinished;
import dev.runbook.journal.event.RunStarted;
import dev.runbook.journal.event.RunStatus;
import dev.runbook.journal.event.Verdict;
import dev.runbook.model.RunView;
import dev.runbook.model.StepView;
import dev.runbook.value.EnumWord;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Derives the metrics of one run that ended. */
final class RunPoints {
    /** A plan of thousands of steps would be thousands of series. */
    private static final int MOST_STEPS = 200;

    private final RunView run;
    private final Points points = new Points();
    private final String environment;
    private final String runbook;
    private final String mode;

    private RunPoints(RunView run) {
        RunStarted started = run.started();
        this.run = run;
        this.environment = started.environment().name();
        this.runbook = started.runbook().id();
        this.mode = started.mode().word();
    }

    static Points of(RunView run, RunFinished end) {
        RunPoints of = new RunPoints(run);
        of.add(end);
        of.addSteps();
        run.messages().forEach(of::add);
        return of.points;
    }

    private void add(RunFinished end) {
        double took = run.endMs() / 1e3;
        double at = seconds(run.wall(run.endMs()));
        for (RunStatus status : RunStatus.values()) { // a series that begins with 1 has no increase
            points.add(Metric.RUNS, status == end.status() ? 1 : 0, environment, runbook, mode, status.word());
        }
        points.add(Metric.RUN_DURATION, took, environment, runbook, mode);
        points.add(Metric.LAST_DURATION, took, environment, runbook, mode);
        points.add(Metric.LAST_END, at, environment, runbook, mode);
        points.add(Metric.LAST_EXIT_CODE, end.exitCode(), environment, runbook, mode);
        if (end.exitCode() == 0) {
            points.add(Metric.LAST_SUCCESS, at, environment, runbook, mode);
        }
        if (run.drill() && end.status() != RunStatus.ABORTED) {
            points.add(Metric.DRILL_LAST, seconds(run.startedAt()), environment, runbook);
        }
        run.timeToDetect()
                .ifPresent(
                        time -> points.add(Metric.TIME_TO_DETECT, time.toMillis() / 1e3, environment, runbook, mode));
        end.verdicts().stream().filter(verdict -> verdict.runbook().isEmpty()).forEach(this::add);
    }

    private void add(Verdict verdict) {
        String objective = EnumWord.of(verdict.objective());
        for (Verdict.Outcome outcome : Verdict.Outcome.values()) {
            double one = outcome == verdict.verdict() ? 1 : 0;
            points.add(Metric.VERDICTS, one, environment, runbook, mode, objective, EnumWord.of(outcome));
        }
        if (verdict.targetMs() >= 0) {
            points.add(Metric.OBJECTIVE_TARGET, verdict.targetMs() / 1e3, environment, runbook, mode, objective);
        }
        if (verdict.verdict() != Verdict.Outcome.NOT_MEASURED && verdict.actualMs() >= 0) {
            points.add(Metric.OBJECTIVE_ACTUAL, verdict.actualMs() / 1e3, environment, runbook, mode, objective);
        }
    }

    private void addSteps() {
        Set<String> planned = run.started().plan().stream()
                .map(PlannedStep::step)
                .limit(MOST_STEPS)
                .collect(Collectors.toSet());
        List<StepView> steps = run.allSteps().stream()
                .filter(step -> planned.contains(step.path()) && step.began())
                .toList();
        for (StepView step : steps) {
            double took = run.usedMs(step) / 1e3;
            points.add(Metric.STEP_DURATION, took, environment, runbook, mode, step.path());
            points.add(Metric.LAST_STEP_DURATION, took, environment, runbook, mode, step.path());
        }
    }

    private void add(MessageSent message) {
        points.add(Metric.MESSAGES, 1, environment, runbook, mode, message.channel(), EnumWord.of(message.result()));
        points.add(Metric.MESSAGES_LATE, message.missed() ? 1 : 0, environment, runbook, mode, message.channel());
    }

    static double seconds(Instant at) {
        return at.toEpochMilli() / 1e3;
    }
}
