package dev.runbook.journal;

import dev.runbook.time.TimeText;
import dev.runbook.value.StepPath;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What happened in a run, one record class per kind. Journals, consoles and transcripts get their information about a
 * run only from events.
 *
 * <p>Components are plain (texts, numbers, booleans, enums, lists and maps of them, records of them), so that a line of
 * the journal is readable without this program. Durations are milliseconds and end in {@code Ms}; a missing one is -1;
 * a missing text is empty. Everything is masked before it gets here.
 *
 * <p>{@code step} is a path that is unique in the run: the step's name; inside a followed runbook or a step, the outer
 * name, {@code " › "}, the inner one.
 */
public sealed interface Event {
    /**
     * Returns whether the run waits until this record is on disk. A record that need not be awaited becomes durable
     * with the next one.
     */
    default boolean awaited() {
        return true;
    }

    /** One line of the plan, in order, as of the run's start: transcripts compare it with what happened. */
    record PlannedStep(
            String step, String kind, String container, int depth, long budgetMs, String action, String shown) {}

    /**
     * The first record of every journal.
     *
     * @param mode {@code run} or {@code drill}
     * @param parameters masked values as text, by name
     * @param versions {@code engine}, {@code java}, {@code os}, {@code groovy}
     * @param since when the outage began, if the RTO clock counts from there; empty otherwise
     * @param leftOut why a step is omitted, by its name: the operator's choice with {@code --from} or {@code --only}
     * @param file the absolute path of the runbook, so that a resume finds it again
     * @param environmentFile the absolute path of the environment; empty for {@code local}
     * @param files SHA-256, in hex, of each text the run uses, by the name of its copy: runbooks, templates, scripts,
     * and the environment's data
     */
    record RunStarted(
            int format,
            String run,
            String runbook,
            String description,
            String owner,
            String mode,
            String environment,
            boolean production,
            Map<String, String> parameters,
            String who,
            String host,
            long pid,
            Map<String, String> versions,
            long rtoMs,
            long rtoLimitMs,
            long rpoMs,
            List<PlannedStep> plan,
            Map<String, String> leftOut,
            String file,
            String environmentFile,
            Map<String, String> files,
            String since)
            implements Event {
        /** The newest format, which this engine writes; newer ones cannot be read. */
        public static final int FORMAT = 1;

        private static final int MOST_NAMED = 3;

        /** For a run whose clock does not count from an outage. */
        public RunStarted(
                int format,
                String run,
                String runbook,
                String description,
                String owner,
                String mode,
                String environment,
                boolean production,
                Map<String, String> parameters,
                String who,
                String host,
                long pid,
                Map<String, String> versions,
                long rtoMs,
                long rtoLimitMs,
                long rpoMs,
                List<PlannedStep> plan,
                Map<String, String> leftOut,
                String file,
                String environmentFile,
                Map<String, String> files) {
            this(
                    format,
                    run,
                    runbook,
                    description,
                    owner,
                    mode,
                    environment,
                    production,
                    parameters,
                    who,
                    host,
                    pid,
                    versions,
                    rtoMs,
                    rtoLimitMs,
                    rpoMs,
                    plan,
                    leftOut,
                    file,
                    environmentFile,
                    files,
                    "");
        }

        /** Returns the hash of the runbook's own text; empty in a journal that has none. */
        public String textHash() {
            return files.getOrDefault(runbook + ".groovy", "");
        }

        /**
         * Returns which part of the runbook the operator chose: {@code --from 'B'}, {@code --only 'Count'}; empty for
         * the whole.
         */
        public String part() {
            return leftOut.values().stream().findFirst().map(this::part).orElse("");
        }

        private String part(String why) {
            if (why.startsWith("before ")) {
                return why.substring("before ".length());
            }
            List<String> chosen = plan.stream()
                    .filter(step -> !leftOut.containsKey(step.step()))
                    .filter(step ->
                            !step.action().equals("notify") && !step.step().contains(StepPath.SEPARATOR))
                    .filter(step -> !step.action().isEmpty() || step.kind().equals("forEach"))
                    .map(step -> "'" + step.step() + "'")
                    .toList();
            return "--only " + String.join(", ", chosen.subList(0, Math.min(MOST_NAMED, chosen.size())))
                    + (chosen.size() > MOST_NAMED ? " and " + (chosen.size() - MOST_NAMED) + " more" : "");
        }
    }

    /**
     * The RTO clock starts; {@code elapsedMs} has already passed ({@code --since}).
     *
     * @param began when the clock started, an ISO text; empty in an older journal
     */
    record ClockStarted(String why, long elapsedMs, String began) implements Event {
        public ClockStarted(String why, long elapsedMs) {
            this(why, elapsedMs, "");
        }

        /** @param recordedAt when this record was written */
        public Instant began(Instant recordedAt) {
            return began.isEmpty() ? recordedAt.minusMillis(elapsedMs) : Instant.parse(began);
        }
    }

    /** The RTO clock stops. */
    record ClockStopped(String why, long elapsedMs) implements Event {}

    /**
     * How long a step of this run took in comparable earlier runs.
     *
     * @param count in how many of them it was ok
     */
    record UsualStep(String step, int count, long medianMs, long p90Ms) {}

    /**
     * The usual times of the steps as known at the start, from {@code runs} earlier runs of the runbook in the
     * environment.
     */
    record EarlierTimes(int runs, List<UsualStep> steps) implements Event {
        @Override
        public boolean awaited() {
            return false;
        }
    }

    /**
     * When the RTO clock is expected to stop: recorded at the start and whenever the forecast has changed.
     *
     * @param expectedMs on the RTO clock
     * @param rtoMs -1 without an RTO
     * @param runs the number of earlier runs used; 0 if based on budgets alone
     */
    record Forecast(long expectedMs, long rtoMs, int runs) implements Event {
        /** Returns the forecast in words: {@code 2m 10s of 5m, judging by 12 earlier runs}. */
        public String describe() {
            return text(expectedMs) + (rtoMs < 0 ? "" : " of " + text(rtoMs)) + ", judging by "
                    + (runs == 0 ? "its budgets" : Event.runs(runs));
        }

        @Override
        public boolean awaited() {
            return false;
        }
    }

    record GroupStarted(String step, String kind, long budgetMs, int members) implements Event {}

    /**
     * @param quorum how many had to be ok, of how many, or empty for all
     * @param skipped how many were not started: omitted by the operator, or by their own condition
     * @param ignored how many failed and their handlers carried on
     */
    record GroupFinished(
            String step, String result, int ok, int members, String quorum, String cause, int skipped, int ignored)
            implements Event {
        public GroupFinished(String step, String result, int ok, int members, String quorum, String cause) {
            this(step, result, ok, members, quorum, cause, 0, 0);
        }

        /** Returns the counts: {@code 1 of 3 ok, 1 skipped, 1 ignored}; empty if nothing was counted. */
        public String describe() {
            return ok < 0
                    ? ""
                    : ok + " of " + members + " ok" + (skipped > 0 ? ", " + skipped + " skipped" : "")
                            + (ignored > 0 ? ", " + ignored + " ignored" : "")
                            + (quorum.isEmpty() ? "" : ", needed " + quorum);
        }
    }

    /** A step starts; on disk before its first side effect. */
    record StepStarted(String step, String kind, String action, String shown, long budgetMs) implements Event {}

    /**
     * @param marker what every process of the attempt carries in its environment
     * @param probe whether the attempt only checks, for a resume, whether the step was already done
     */
    record AttemptStarted(String step, int number, String marker, String output, boolean probe) implements Event {
        public AttemptStarted(String step, int number, String marker, String output) {
            this(step, number, marker, output, false);
        }
    }

    /**
     * A condition that did not hold.
     *
     * @param undecided why the condition could not be judged; empty when it is false
     */
    record FailedCondition(String text, String place, List<Part> parts, String undecided) {
        public FailedCondition(String text, String place, List<Part> parts) {
            this(text, place, parts, "");
        }
    }

    /** One part of a condition: its text, its column within the condition, its value. */
    record Part(String text, int column, String value) {}

    /** The result of stopping an action; {@code what} is empty when nothing was stopped. */
    record Stopped(String what, long tookMs, List<String> survivors) {}

    /**
     * @param facts short, masked values worth reading ({@code exitCode}, {@code status}, {@code rows}), as text
     * @param values what a resume restores to handles: masked and bounded
     * @param notKept the values that are not complete here, since they were too long or held a secret: a resume cannot
     * restore them
     * @param outputBytes the size of the output; {@code droppedBytes} of them are not in the output file
     * @param lastLines the end of the output, for the reader of a failure
     * @param outputHash SHA-256 of the output file and its index, in hex; empty in an older journal
     */
    record AttemptFinished(
            String step,
            int number,
            String result,
            String cause,
            List<FailedCondition> failed,
            Stopped stopped,
            Map<String, String> facts,
            Map<String, Object> values,
            List<String> notKept,
            long outputBytes,
            long droppedBytes,
            List<String> lastLines,
            String outputHash)
            implements Event {
        /** For an attempt whose values are all complete, and whose output is not kept. */
        public AttemptFinished(
                String step,
                int number,
                String result,
                String cause,
                List<FailedCondition> failed,
                Stopped stopped,
                Map<String, String> facts,
                Map<String, Object> values,
                long outputBytes,
                long droppedBytes,
                List<String> lastLines) {
            this(
                    step,
                    number,
                    result,
                    cause,
                    failed,
                    stopped,
                    facts,
                    values,
                    List.of(),
                    outputBytes,
                    droppedBytes,
                    lastLines,
                    "");
        }

        /** Returns the same without the values of the step, which may be large and are not shown. */
        public AttemptFinished withoutValues() {
            return new AttemptFinished(
                    step,
                    number,
                    result,
                    cause,
                    failed,
                    stopped,
                    facts,
                    Map.of(),
                    List.of(),
                    outputBytes,
                    droppedBytes,
                    lastLines,
                    outputHash);
        }

        /**
         * The step's end, a wait or the next attempt is recorded immediately afterwards, before anything else is done.
         */
        @Override
        public boolean awaited() {
            return false;
        }
    }

    /** A wait of the engine: between attempts, between polls, while a condition has to hold. */
    record Waiting(String step, String why, long forMs) implements Event {}

    /**
     * A step ended; on disk before the next step starts.
     *
     * @param by what decided the end
     * @param stopsWrites whether no writes happen after its end, if it ended ok
     */
    record StepFinished(String step, String result, int attempts, String cause, DecidedBy by, boolean stopsWrites)
            implements Event {
        /** For a step that ended by itself. */
        public StepFinished(String step, String result, int attempts, String cause) {
            this(step, result, attempts, cause, DecidedBy.ITSELF, false);
        }
    }

    /** What failed inside a step that is about to end as failed: in its verifies or in the runbook it follows. */
    record FailedInside(String step, FailureTrace trace) implements Event {
        @Override
        public boolean awaited() {
            return false;
        }
    }

    record StepSkipped(String step, String why) implements Event {}

    /**
     * An {@code onFailure} block begins; {@code of} is what it belongs to, empty for the runbook, and {@code runbook}
     * the path of the followed runbook that contains it, empty for the run's own.
     *
     * @param ending how it is to end: {@code carryOn}, {@code stop} or {@code fallBackTo ID}
     */
    record HandlerStarted(String of, String runbook, String ending) implements Event {
        /** The beginning of an ending that falls back; the id of the runbook that takes over follows. */
        public static final String FALLS_BACK = "fallBackTo ";

        public HandlerStarted(String of, String runbook) {
            this(of, runbook, "");
        }

        /** Returns the path under which the fallback is to run; empty without a fallback. */
        public Optional<String> fallback() {
            return ending.startsWith(FALLS_BACK)
                    ? Optional.of(StepPath.of(runbook, ending.substring(FALLS_BACK.length())))
                    : Optional.empty();
        }
    }

    /**
     * Steps are about to be undone, by these undos, in this order.
     *
     * @param ofFailed which of the undos are of steps that failed
     */
    record TakingBack(List<String> undos, List<String> ofFailed) implements Event {}

    /** @param ending {@code carryOn}, {@code stop} or {@code fallBackTo ID} */
    record HandlerFinished(String of, String runbook, String ending, String result) implements Event {}

    /** Another runbook begins inside this run, under the step path {@code step}. */
    record FollowStarted(
            String step,
            String runbook,
            boolean fallback,
            long rtoMs,
            long rpoMs,
            String textHash,
            List<PlannedStep> plan)
            implements Event {}

    record FollowFinished(String step, String runbook, boolean fallback, String result, long clockMs)
            implements Event {}

    /**
     * A message was sent, or could not be sent.
     *
     * @param when the event of the run it reports; empty for a message placed among the steps
     * @param result {@code sent}, {@code failed} or {@code timedOut}
     * @param tookMs from the moment the message was due, including the wait for earlier ones of its channel
     * @param withinMs its delivery budget; -1 in a journal that does not state it
     * @param runbook the path of the followed runbook it belongs to; empty for the run's own
     * @param handler whose {@code onFailure} contains it, as {@link #inHandler} names it; empty for none
     */
    record NoticeSent(
            String channel,
            String when,
            String result,
            String cause,
            String text,
            long tookMs,
            long withinMs,
            String runbook,
            String handler)
            implements Event {
        /** Names the handler of a step or container in a followed runbook; both empty for the run's own. */
        public static String inHandler(String runbook, String of) {
            return runbook + "/" + of;
        }

        public boolean sent() {
            return result.equals("sent");
        }

        /** Returns whether the message was sent after its delivery budget was used up. */
        public boolean late() {
            return sent() && withinMs >= 0 && tookMs > withinMs;
        }

        /** Returns the delay: {@code sent late: 42s of 30s}; empty if sent in time. */
        public String lateTold() {
            return late() ? "sent late: " + Event.text(tookMs) + " of " + Event.text(withinMs) : "";
        }
    }

    /** The forecast exceeds the RTO: reported before the breach. */
    record AtRisk(long expectedMs, long rtoMs, String why) implements Event {}

    record Breached(long elapsedMs, long rtoMs, String why) implements Event {}

    /** @param blame what took the time: the own action, waits, earlier steps */
    record Overrun(String step, long budgetMs, long tookMs, String blame) implements Event {}

    /**
     * A recovery point was measured: the instant up to which data is safe.
     *
     * @param lossMs the loss as far as known then; -1 if unknown
     * @param loss the loss with what it was computed from; without data in an older journal
     */
    record RecoveryPointMeasured(String step, String instant, long lossMs, DataLoss loss) implements Event {
        /** Returns the loss in words: {@code 1.2s of data lost: 2026-01-31T12:00:05.200Z (writes stopped: …) − …}. */
        public String describe() {
            return loss.isRecorded()
                    ? loss.describe()
                    : "recovery point " + instant + ": " + text(Math.max(0, lossMs)) + " of data lost";
        }
    }

    /** A message of the engine that is not an event of a step: an orphan found, a clock that jumped, a warning. */
    record Noted(String kind, String text) implements Event {
        /** A fault the operator requested; the text begins with the step's path. */
        public static final String INJECTED = "injected";

        /** The kind of an injected fault that the drill did not reach. */
        public static final String NOT_MET = "not met";

        /** A run that gave way has undone all its steps and cannot be resumed. */
        public static final String TAKEN_BACK = "taken back";
    }

    record SignalReceived(String signal, String what) implements Event {}

    /**
     * The machine's uptime clock when an engine process started: a resume derives from it how long no engine worked on
     * the run, whatever the wall clock says.
     *
     * @param boot identifies this boot of the machine
     */
    record MachineClock(String boot, long upMs) implements Event {
        @Override
        public boolean awaited() {
            return false;
        }
    }

    /**
     * The clocks diverged.
     *
     * @param kind {@code slept} (the machine: the RTO clock kept running, budgets did not), {@code stopped} (the
     * engine's process: all kept running) or {@code set} (the wall clock: no effect)
     * @param byMs how far; for {@code set} negative when it was set back
     * @param away whether it was detected by a resume, for the time in which no engine worked on the run
     */
    record ClockGap(String kind, long byMs, boolean away) implements Event {
        public static final String SLEPT = "slept";
        public static final String STOPPED = "stopped";
        public static final String SET = "set";

        public String describe() {
            String time = text(Math.abs(byMs));
            return switch (kind) {
                case SLEPT ->
                    "the machine slept for " + time + ": the RTO clock kept running, the budgets of steps did not";
                case STOPPED -> "the engine was stopped for " + time + ": the RTO clock and budgets kept running";
                default ->
                    "the wall clock was set " + (byMs < 0 ? "back" : "forward") + " by " + time
                            + (away ? "while no engine was running" : "")
                            + ": neither the RTO clock nor a budget changes";
            };
        }
    }

    /**
     * An engine process continues this run.
     *
     * @param awayMs how long no engine worked on it, by the wall clock; the RTO clock kept running
     * @param decisions by step, the operator's decisions about those that were interrupted or failed: {@code retry} or
     * {@code skip}
     * @param after what it continues
     * @param reason why, in the words of whoever resumed it; may be empty unless the run had failed
     * @param failed the steps that had failed and are run again
     * @param changed the files the run uses that differ from here on, as the operator accepted; by name, with their
     * hashes, empty for one that no longer exists
     */
    record Resumed(
            String who,
            String host,
            long pid,
            Map<String, String> versions,
            long awayMs,
            Map<String, String> decisions,
            Map<String, String> changed,
            ResumedAfter after,
            String reason,
            List<String> failed)
            implements Event {
        /**
         * Returns the resume in words:
         * {@code by maria on ops1 after 2m 10s because 'disk is full' is mended: 'Switch' treated as done}.
         */
        public String describe() {
            List<String> said = new ArrayList<>();
            failed.stream()
                    .filter(step -> !decisions.containsKey(step))
                    .forEach(step -> said.add("'" + step + "', which had failed, is run again"));
            decisions.forEach((step, decision) ->
                    said.add("'" + step + "' " + (decision.equals("skip") ? "treated as done" : "is run again")));
            if (!changed.isEmpty()) {
                said.add(String.join(", ", changed.keySet()) + " changed");
            }
            return whoAndWhy() + (said.isEmpty() ? "" : ": " + String.join("; ", said));
        }

        /** Returns who resumed the run and why: {@code by maria on ops1 after 2m 10s, because the disk was full}. */
        public String whoAndWhy() {
            return "by " + who + " on " + host + " after " + text(awayMs)
                    + (reason.isEmpty() ? "" : ", because " + reason);
        }
    }

    /**
     * The drill coverage at the end of a drill: every failure path of the runbook, and which were ever exercised in
     * this environment.
     */
    record FailurePaths(List<FailurePath> paths) implements Event {
        @Override
        public boolean awaited() {
            return false;
        }

        /** Returns the coverage in words: {@code 3 of 5 failure paths exercised}. */
        public String describe() {
            long exercised = paths.stream().filter(FailurePath::exercised).count();
            return exercised + " of " + paths.size() + " failure path" + (paths.size() == 1 ? "" : "s") + " exercised";
        }
    }

    /**
     * The verdict on an objective: {@code kept}, {@code broken} or {@code notMeasured}.
     *
     * @param loss of an RPO: the data loss that was judged; without data for other objectives
     */
    record Verdict(String promise, String verdict, long promisedMs, long actualMs, String why, DataLoss loss) {
        public Verdict(String promise, String verdict, long promisedMs, long actualMs, String why) {
            this(promise, verdict, promisedMs, actualMs, why, DataLoss.unrecorded());
        }
    }

    /**
     * The last record of a run that ended.
     *
     * @param status {@code succeeded}, {@code failed}, {@code fellBack} or {@code aborted}
     * @param notTakenBack how many steps were to be undone and were not
     * @param trace where a failed run failed, and whether a resume can continue there
     */
    record RunFinished(
            String status, int exitCode, String cause, List<Verdict> verdicts, int notTakenBack, FailureTrace trace)
            implements Event {
        public RunFinished(String status, int exitCode, String cause, List<Verdict> verdicts) {
            this(status, exitCode, cause, verdicts, 0, FailureTrace.none());
        }
    }

    /** A record of a kind that only a newer engine knows: it is intact, and ignored by everything but a resume. */
    record Unfamiliar(String kind) implements Event {}

    /** Returns the number in words: {@code 1 earlier run}, {@code 12 earlier runs}. */
    static String runs(int count) {
        return count == 1 ? "1 earlier run" : count + " earlier runs";
    }

    private static String text(long ms) {
        return TimeText.of(Duration.ofMillis(ms));
    }
}
