package dev.runbook.journal

import dev.runbook.journal.event.*
import dev.runbook.value.EnumWord
import dev.runbook.value.Result

/** Creates records of a journal: enums by their words, and defaults for components that a specification does not need. */
class Events {
    static <E> E word(Class<E> type, String word) {
        EnumWord.find(type, word).orElseThrow { new IllegalArgumentException("no $type.simpleName '$word'") }
    }

    /** Options: the components of the record and of its parts, by name. */
    static RunStarted runStarted(Map options = [:]) {
        new RunStarted((options.format ?: RunStarted.FORMAT) as int, options.run ?: 'r1', word(Mode, options.mode ?: 'run'),
            new RunbookInfo(options.runbook ?: 'demo/x', options.description ?: '', options.owner ?: '', options.file ?: ''),
            new EnvironmentInfo(options.environment ?: 'lab', options.production ?: false, options.environmentFile ?: ''),
            engine(options), new Targets((options.rtoMs ?: -1) as long, (options.rtoLimitMs ?: -1) as long, (options.rpoMs ?: -1) as long, []),
            options.since ?: '', Optional.ofNullable(options.trigger), options.selection ?: Selection.WHOLE, options.parameters ?: [:], options.plan ?: [], options.files ?: [:])
    }

    private static EngineProcess engine(Map options) {
        new EngineProcess(options.who ?: 'maria', options.host ?: 'host', (options.pid ?: 1) as long, options.versions ?: [:])
    }

    static PlannedStep plannedStep(String step, String kind, String container, int depth, long budgetMs, String action, String command) {
        new PlannedStep(step, word(StepKind, kind), container, depth, budgetMs, action, command)
    }

    static ClockStarted clockStarted(long elapsedMs = 0, String began = '') {
        new ClockStarted(began ? ClockStarted.Reason.OUTAGE_BEGAN : ClockStarted.Reason.RUN_STARTED, elapsedMs, began)
    }

    static ClockStopped clockStopped(long elapsedMs) {
        new ClockStopped(ClockStopped.Reason.LAST_STEP_ENDED, elapsedMs)
    }

    static ClockGap clockGap(String kind, long byMs) {
        new ClockGap(word(ClockGap.Kind, kind), byMs, false)
    }

    static GroupStarted groupStarted(String step, String kind, long budgetMs, int members) {
        new GroupStarted(step, word(StepKind, kind), budgetMs, members)
    }

    static GroupFinished groupFinished(String step, String result, int ok, int members, int needed = -1) {
        new GroupFinished(step, word(Result, result), new MemberCounts(ok, members, 0, 0, needed, needed < 0 ? -1 : members), '')
    }

    static StepStarted stepStarted(String step, String kind = 'step', String action = 'shell', String command = 'true', long budgetMs = -1) {
        new StepStarted(step, word(StepKind, kind), action, command, budgetMs)
    }

    static AttemptStarted attemptStarted(String step, int number = 1, String marker = 'm', String output = '') {
        new AttemptStarted(step, number, marker, output, false)
    }

    /** Options: {@code failed}, {@code stopped}, {@code facts}, {@code values}, {@code bytes}, {@code lastLines}. */
    static AttemptFinished attemptFinished(Map options = [:], String step, int number, String result, String cause = '') {
        new AttemptFinished(step, number, word(Result, result), cause, options.failed ?: [], options.stopped ?: StopReport.NONE, options.facts ?: [:],
            new StepValues(options.values ?: [:], []), new OutputSummary((options.bytes ?: 0) as long, 0L, options.lastLines ?: [], ''))
    }

    static AttemptFinished attemptFinished(String step, int number, String result, String cause) {
        attemptFinished([:], step, number, result, cause)
    }

    static FailedCondition failedCondition(String text, String place, List<FailedCondition.Part> parts) {
        new FailedCondition(text, place, parts, '')
    }

    static StepFinished stepFinished(String step, String result = 'ok', int attempts = 1, String cause = '') {
        new StepFinished(step, word(Result, result), attempts, cause, DecidedBy.ITSELF, false)
    }

    static StepSkipped stepSkipped(String step, boolean condition, String why) {
        new StepSkipped(step, condition ? StepSkipped.Reason.CONDITION : StepSkipped.Reason.LEFT_OUT, why)
    }

    static HandlerStarted handlerStarted(String of, HandlerEnding ending = HandlerEnding.STOP) {
        new HandlerStarted(of, '', ending)
    }

    static HandlerFinished handlerFinished(String of, HandlerEnding ending) {
        new HandlerFinished(of, '', ending, Result.OK, '')
    }

    static MessageSent messageSent(String channel, String trigger, String result, String cause, String text, long tookMs = 10, long withinMs = 30_000) {
        new MessageSent(channel, word(MessageTrigger, trigger ?: 'place'), word(DeliveryResult, result), cause, text, tookMs, withinMs, '', '')
    }

    static Noted noted(String kind, String text) {
        new Noted(word(Noted.Kind, kind), '', text)
    }

    static StopRequested stopRequested(String signal, String text) {
        new StopRequested(signal == 'yield' ? StopRequested.Source.YIELD : StopRequested.Source.SIGNAL, signal == 'yield' ? '' : signal, text)
    }

    static Resumed resumed(String who, String host, long downtimeMs) {
        new Resumed(engine(who: who, host: host), downtimeMs, [], [:], ResumedAfter.INTERRUPTION, '', [])
    }

    /** @param objective {@code RTO}, {@code RTO limit}, {@code RPO}, or that {@code of} a followed runbook */
    static Verdict verdict(String objective, String verdict, long targetMs, long actualMs, String why = '', DataLoss loss = null) {
        def (name, runbook) = objective.split(' of ', 2).toList() + ['']
        new Verdict(Objective.values().find { it.describe() == name }, runbook, '', word(Verdict.Outcome, verdict), targetMs, actualMs, why, Optional.ofNullable(loss))
    }

    static RunFinished runFinished(String status, int exitCode, String cause = '', List<Verdict> verdicts = []) {
        new RunFinished(word(RunStatus, status), exitCode, cause, verdicts, 0, FailureTrace.none())
    }
}
