package dev.runbook.transcript;

import dev.runbook.journal.RecordMap;
import dev.runbook.journal.event.AttemptFinished;
import dev.runbook.journal.event.FailedCondition;
import dev.runbook.journal.event.HandlerEnding;
import dev.runbook.journal.event.MessageSent;
import dev.runbook.journal.event.OutputSummary;
import dev.runbook.journal.event.Resumed;
import dev.runbook.journal.event.StepKind;
import dev.runbook.journal.event.StopReport;
import dev.runbook.journal.event.UsualStep;
import dev.runbook.json.JsonWriter;
import dev.runbook.model.ClockView;
import dev.runbook.model.QuestionView;
import dev.runbook.model.RunView;
import dev.runbook.model.StepState;
import dev.runbook.model.StepView;
import dev.runbook.model.TimelineEntry;
import dev.runbook.value.Result;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run for programs, which {@code runbook show --format json} prints: the members of {@link RunReport}, then these.
 * All times are milliseconds, {@code …AtMs} since the run's start; unknown values are null. The published schema of
 * both is {@code engine/docs/run.schema.json}.
 */
public record RunDocument(
        Clock clock,
        List<Resumed> resumes,
        List<RunView.Expectation> forecasts,
        List<Step> steps,
        List<MessageSent> messages,
        List<QuestionView> questions,
        List<TimelineEntry> timeline) {
    /** The RTO clock. */
    public record Clock(
            boolean started,
            long zeroAtMs,
            long stoppedAtMs,
            long elapsedMs,
            long rtoMs,
            long rtoLimitMs,
            long atRiskAtMs,
            long breachedAtMs) {}

    /**
     * A step, container or handler, with what it contains.
     *
     * @param usual how long it took in earlier runs
     * @param ending of a handler
     */
    public record Step(
            String path,
            String name,
            StepKind kind,
            String action,
            String command,
            StepState state,
            long startAtMs,
            long tookMs,
            long budgetMs,
            Optional<UsualStep> usual,
            String cause,
            String detail,
            Optional<HandlerEnding> ending,
            StepView.Undo undo,
            String blame,
            List<Attempt> attempts,
            List<Step> steps) {}

    /**
     * An attempt of a step.
     *
     * @param outputFile the name of its output within the run's folder
     * @param result empty while it is in progress, like everything after it
     * @param stopped how it was stopped, if it was
     */
    public record Attempt(
            int number,
            long startAtMs,
            String outputFile,
            long tookMs,
            Optional<Result> result,
            String cause,
            List<FailedCondition> failed,
            Optional<StopReport> stopped,
            Map<String, String> facts,
            Optional<OutputSummary> output) {}

    /** Returns the run as JSON. */
    public static String json(RunView run) {
        Map<String, Object> document = new LinkedHashMap<>(RecordMap.of(RunReport.of(run)));
        document.putAll(RecordMap.of(of(run)));
        return JsonWriter.pretty(document) + "\n";
    }

    private static RunDocument of(RunView run) {
        ClockView clock = run.clock();
        return new RunDocument(
                new Clock(
                        clock.started(),
                        clock.zeroMs(),
                        clock.stoppedMs(),
                        clock.elapsedMs(run.endMs()),
                        clock.rtoMs(),
                        clock.limitMs(),
                        clock.atRiskMs(),
                        clock.breachedMs()),
                run.resumes(),
                run.forecasts(),
                steps(run, run.steps()),
                run.messages(),
                run.questions(),
                run.timeline());
    }

    private static List<Step> steps(RunView run, List<StepView> steps) {
        return steps.stream()
                .map(step -> new Step(
                        step.path(),
                        step.name(),
                        step.kind(),
                        step.action(),
                        step.command(),
                        step.state(),
                        step.startMs(),
                        run.usedMs(step),
                        step.budgetMs(),
                        Optional.of(step.usual()).filter(usual -> usual.count() > 0),
                        step.cause(),
                        step.detail(),
                        step.ending(),
                        step.undo(),
                        step.blame(),
                        step.attempts().stream().map(RunDocument::attempt).toList(),
                        steps(run, step.inner())))
                .toList();
    }

    private static Attempt attempt(StepView.AttemptView attempt) {
        Optional<AttemptFinished> ended = attempt.finished();
        return new Attempt(
                attempt.number(),
                attempt.startMs(),
                attempt.output(),
                ended.isPresent() ? attempt.endMs() - attempt.startMs() : -1,
                ended.map(AttemptFinished::result),
                ended.map(AttemptFinished::cause).orElse(""),
                ended.map(AttemptFinished::failed).orElse(List.of()),
                ended.map(AttemptFinished::stopped)
                        .filter(stopped -> !stopped.what().isEmpty()),
                ended.map(AttemptFinished::facts).orElse(Map.of()),
                ended.map(AttemptFinished::output));
    }
}
