package dev.runbook.transcript;

import dev.runbook.journal.Event;
import dev.runbook.journal.FailurePath;
import dev.runbook.journal.UndoReport;
import dev.runbook.value.JsonWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Renders a run as JSON for programs. The shape is stable: {@code format} increases when an existing member changes its
 * meaning; new members may be added at any time. All times are milliseconds, {@code …AtMs} since the run's start; unknown
 * values are null, and an attempt in progress has no members after {@code output} yet.
 *
 * <pre>
 * format, run { id, runbook, description, owner, mode, environment, production, startedAt, who, host, parameters, versions, partial },
 * status, exitCode, cause, elapsedMs, resumable, failedAt [ … ],
 * resumes [ { who, host, after, awayMs, reason, decisions, failed } ],
 * clock { started, zeroAtMs, stoppedAtMs, elapsedMs, rtoMs, rtoLimitMs, atRiskAtMs, breachedAtMs },
 * promises [ { promise, verdict, promisedMs, actualMs, why,
 *              loss { lossMs, upperBound, missing, recoveryPoint, measuredAt, step, runbook, source, given, until, end, endStep } } ],
 * forecast [ { atMs, expectedMs, rtoMs, earlierRuns } ],
 * steps [ { path, name, kind, action, command, state, startAtMs, tookMs, budgetMs, usualMs, usualP90Ms, cause, detail, blame,
 *           attempts [ { number, startAtMs, output, tookMs, result, cause, failed, stopped, facts, outputBytes, droppedBytes, lastLines } ],
 *           steps [ … ] } ],
 * failurePaths [ { kind, what, exercised, taken, run, at, mode, edited, command } ],
 * failures [ { step, result, cause, tolerance, by } ],
 * takenBack [ { step, stepFailed, result, cause } ],
 * notices [ { channel, when, result, cause, text, tookMs, withinMs, late } ],
 * timeline [ { atMs, at, step, text } ],
 * journal { records, head, damage }
 * </pre>
 */
public final class JsonTranscript {
    private static final int FORMAT = 1;

    private final RunView run;

    private JsonTranscript(RunView run) {
        this.run = run;
    }

    public static String of(RunView run) {
        return JsonWriter.pretty(new JsonTranscript(run).data()) + "\n";
    }

    private Map<String, Object> data() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("format", FORMAT);
        data.put("run", head());
        data.put("status", run.status());
        data.put("exitCode", run.finished().map(Event.RunFinished::exitCode).orElse(null));
        data.put("cause", run.cause());
        data.put("elapsedMs", run.endMs());
        data.put("resumable", run.resumable());
        data.put("failedAt", run.trace().failed());
        data.put("resumes", run.resumes().stream().map(JsonTranscript::resume).toList());
        data.put("clock", clock());
        data.put(
                "promises", run.verdicts().stream().map(JsonTranscript::verdict).toList());
        data.put(
                "forecast",
                run.forecasts().stream().map(JsonTranscript::forecast).toList());
        data.put("steps", run.steps().stream().map(this::step).toList());
        data.put(
                "failurePaths",
                run.failurePaths().stream().map(JsonTranscript::failurePath).toList());
        data.put(
                "failures", run.failures().stream().map(JsonTranscript::failure).toList());
        data.put(
                "takenBack", run.takenBack().stream().map(UndoReport.Undo::data).toList());
        data.put("notices", run.notices().stream().map(JsonTranscript::notice).toList());
        data.put("timeline", run.moments().stream().map(JsonTranscript::moment).toList());
        Map<String, Object> journal = new LinkedHashMap<>();
        journal.put("records", run.records());
        journal.put("head", run.head());
        journal.put("damage", run.damage().isEmpty() ? null : run.damage());
        data.put("journal", journal);
        return data;
    }

    private Map<String, Object> head() {
        Event.RunStarted started = run.started();
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("id", started.run());
        head.put("runbook", started.runbook());
        head.put("description", started.description());
        head.put("owner", started.owner());
        head.put("mode", started.mode());
        head.put("environment", started.environment());
        head.put("production", started.production());
        head.put("startedAt", Times.iso(run.startedAt()));
        head.put("who", started.who());
        head.put("host", started.host());
        head.put("parameters", started.parameters());
        head.put("versions", started.versions());
        head.put("partial", known(started.part()));
        return head;
    }

    private Map<String, Object> clock() {
        PromiseView promise = run.promise();
        Map<String, Object> clock = new LinkedHashMap<>();
        clock.put("started", promise.started());
        clock.put("zeroAtMs", promise.zeroMs());
        clock.put("stoppedAtMs", known(promise.stoppedMs()));
        clock.put("elapsedMs", promise.elapsedMs(run.endMs()));
        clock.put("rtoMs", known(promise.rtoMs()));
        clock.put("rtoLimitMs", known(promise.limitMs()));
        clock.put("atRiskAtMs", known(promise.atRiskMs()));
        clock.put("breachedAtMs", known(promise.breachedMs()));
        return clock;
    }

    /** {@code after} is {@code interruption}, {@code abort} or {@code failure}; {@code failed}: what had failed and was run again. */
    private static Map<String, Object> resume(Event.Resumed resumed) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("who", resumed.who());
        data.put("host", resumed.host());
        data.put("after", resumed.after().word());
        data.put("awayMs", resumed.awayMs());
        data.put("reason", known(resumed.reason()));
        data.put("decisions", resumed.decisions());
        data.put("failed", resumed.failed());
        return data;
    }

    private static Map<String, Object> verdict(Event.Verdict verdict) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("promise", verdict.promise());
        data.put("verdict", verdict.verdict());
        data.put("promisedMs", verdict.promisedMs());
        data.put("actualMs", known(verdict.actualMs()));
        data.put("why", verdict.why());
        data.put("loss", verdict.loss().isRecorded() ? verdict.loss().data() : null);
        return data;
    }

    private static Map<String, Object> forecast(RunView.Expectation told) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("atMs", told.atMs());
        data.put("expectedMs", told.forecast().expectedMs());
        data.put("rtoMs", known(told.forecast().rtoMs()));
        data.put("earlierRuns", told.forecast().runs());
        return data;
    }

    private Map<String, Object> step(StepView step) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("path", step.path());
        data.put("name", step.name());
        data.put("kind", step.kind());
        data.put("action", step.action());
        data.put("command", step.shown());
        data.put("state", step.state());
        data.put("startAtMs", known(step.startMs()));
        data.put("tookMs", known(run.usedMs(step)));
        data.put("budgetMs", known(step.budgetMs()));
        data.put("usualMs", known(step.usual().medianMs()));
        data.put("usualP90Ms", known(step.usual().p90Ms()));
        data.put("cause", step.cause());
        data.put("detail", step.detail());
        data.put("blame", step.blame());
        data.put("attempts", step.attempts().stream().map(this::attempt).toList());
        data.put("steps", step.inner().stream().map(this::step).toList());
        return data;
    }

    private Map<String, Object> attempt(StepView.AttemptView attempt) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("number", attempt.number());
        data.put("startAtMs", attempt.startMs());
        data.put("output", attempt.output());
        attempt.finished().ifPresent(ended -> {
            data.put("tookMs", attempt.endMs() - attempt.startMs());
            data.put("result", ended.result());
            data.put("cause", ended.cause());
            data.put(
                    "failed",
                    ended.failed().stream().map(JsonTranscript::condition).toList());
            data.put("stopped", stopped(ended.stopped()));
            data.put("facts", ended.facts());
            data.put("outputBytes", ended.outputBytes());
            data.put("droppedBytes", ended.droppedBytes());
            data.put("lastLines", ended.lastLines());
        });
        return data;
    }

    private static Map<String, Object> condition(Event.FailedCondition condition) {
        List<Map<String, Object>> parts = condition.parts().stream()
                .map(part ->
                        Map.<String, Object>of("text", part.text(), "column", part.column(), "value", part.value()))
                .toList();
        return Map.of(
                "text",
                condition.text(),
                "place",
                condition.place(),
                "parts",
                parts,
                "undecided",
                condition.undecided());
    }

    private static Map<String, Object> stopped(Event.Stopped stopped) {
        return stopped.what().isEmpty()
                ? null
                : Map.of("what", stopped.what(), "tookMs", stopped.tookMs(), "survivors", stopped.survivors());
    }

    /** {@code tolerance} is {@code none}, {@code carriedOn} or {@code quorum}; {@code by} who tolerated it. */
    private static Map<String, Object> failure(RunView.Failure failure) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("step", failure.step().path());
        data.put("result", failure.step().state());
        data.put("cause", failure.step().cause());
        data.put("tolerance", failure.tolerance().word());
        data.put("by", failure.tolerated() ? failure.by().path() : null);
        return data;
    }

    private static Map<String, Object> failurePath(FailurePath path) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("kind", path.kind());
        data.put("what", path.what());
        data.put("exercised", path.exercised());
        data.put("taken", path.taken());
        data.put("run", known(path.run()));
        data.put("at", known(path.at()));
        data.put("mode", known(path.mode()));
        data.put("edited", path.edited());
        data.put("command", known(path.command()));
        return data;
    }

    private static Map<String, Object> notice(Event.NoticeSent notice) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("channel", notice.channel());
        data.put("when", notice.when());
        data.put("result", notice.result());
        data.put("cause", notice.cause());
        data.put("text", notice.text());
        data.put("tookMs", known(notice.tookMs()));
        data.put("withinMs", known(notice.withinMs()));
        data.put("late", notice.late());
        return data;
    }

    private static Map<String, Object> moment(TimelineEntry moment) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("atMs", moment.atMs());
        data.put("at", Times.iso(moment.at()));
        data.put("step", moment.step());
        data.put("text", moment.text());
        return data;
    }

    private static String known(String text) {
        return text.isEmpty() ? null : text;
    }

    private static Long known(long ms) {
        return ms < 0 ? null : ms;
    }
}
