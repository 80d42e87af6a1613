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
 * What happened in a run, one record a kind. Journals, consoles and transcripts know nothing else of a run.
 *
 * <p>Only plain components (texts, numbers, booleans, enums, lists and maps of them, records of them), so that a line of the
 * journal reads without this program. Durations are milliseconds and end in {@code Ms}; a missing one is -1; a missing
 * text is empty. Everything is masked before it gets here.
 *
 * <p>{@code step} is a path that is unique in the run: the step's name; inside a followed runbook or a step, the outer
 * name, {@code " › "}, the inner one.
 */
public sealed interface Event {
    /** Whether the run waits until this record is on disk. One that need not be is taken along by the record after it. */
    default boolean awaited() {
        return true;
    }

    /** One line of the plan, in order, as it stood at the start: what transcripts compare with what happened. */
    record PlannedStep(
            String step, String kind, String container, int depth, long budgetMs, String action, String shown) {}

    /**
     * The first record of every journal.
     *
     * @param mode {@code run} or {@code drill}
     * @param parameters masked values as text, by name
     * @param versions {@code engine}, {@code java}, {@code os}, {@code groovy}
     * @param since when the outage began, if the promise's clock counts from there; empty otherwise
     * @param leftOut why a step is not to be run, by its name: what a person chose with {@code --from} or {@code --only}
     * @param file where the runbook was read, from the root, so that a resume finds it again
     * @param environmentFile the same of the environment; empty for {@code local}
     * @param files SHA-256, in hex, of each text the run goes by, under the name its copy is kept by: runbooks, templates,
     *     scripts, and what the environment says
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
        /** The newest format, which this engine writes; it reads none beyond. */
        public static final int FORMAT = 1;

        private static final int MOST_NAMED = 3;

        /** Of a run whose clock does not count from an outage. */
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

        /** Of the runbook's own text; empty in a journal that has none. */
        public String textHash() {
            return files.getOrDefault(runbook + ".groovy", "");
        }

        /** {@code --from 'B'}, {@code --only 'Count'}: which part of the runbook a person chose; empty for the whole. */
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
     * The promise begins; {@code elapsedMs} of it has already gone ({@code --since}).
     *
     * @param began when it began, an ISO text; empty in an older journal
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

    /** The promise ends. */
    record ClockStopped(String why, long elapsedMs) implements Event {}

    /**
     * How long a step of this run took in comparable earlier runs.
     *
     * @param count in how many of them it was ok
     */
    record UsualStep(String step, int count, long medianMs, long p90Ms) {}

    /** What was known at the start of how long the steps take, from so many earlier runs of the runbook in the environment. */
    record EarlierTimes(int runs, List<UsualStep> steps) implements Event {
        @Override
        public boolean awaited() {
            return false;
        }
    }

    /**
     * When the run is expected to have kept its promise, as it stands: told at the start and whenever it has moved.
     *
     * @param expectedMs on the promise's clock
     * @param rtoMs -1 without a promise
     * @param runs how many earlier runs it rests on; 0 when on budgets alone
     */
    record Forecast(long expectedMs, long rtoMs, int runs) implements Event {
        /** {@code 2m 10s of 5m, judging by 12 earlier runs}. */
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
     * @param skipped how many were not begun: left out by a person, or by their own condition
     */
    record GroupFinished(String step, String result, int ok, int members, String quorum, String cause, int skipped)
            implements Event {
        public GroupFinished(String step, String result, int ok, int members, String quorum, String cause) {
            this(step, result, ok, members, quorum, cause, 0);
        }

        /** {@code 2 of 3 ok, 1 skipped, needed 2 of 3}; empty where nothing was counted. */
        public String describe() {
            return ok < 0
                    ? ""
                    : ok + " of " + members + " ok" + (skipped > 0 ? ", " + skipped + " skipped" : "")
                            + (quorum.isEmpty() ? "" : ", needed " + quorum);
        }
    }

    /** On disk before the step's first side effect. */
    record StepStarted(String step, String kind, String action, String shown, long budgetMs) implements Event {}

    /**
     * @param marker what every process of the attempt carries in its environment
     * @param probe whether it only asks, for a resume, whether the step was already done
     */
    record AttemptStarted(String step, int number, String marker, String output, boolean probe) implements Event {
        public AttemptStarted(String step, int number, String marker, String output) {
            this(step, number, marker, output, false);
        }
    }

    /**
     * A condition that did not hold.
     *
     * @param undecided why nobody can say whether it holds; empty when it is false
     */
    record FailedCondition(String text, String place, List<Part> parts, String undecided) {
        public FailedCondition(String text, String place, List<Part> parts) {
            this(text, place, parts, "");
        }
    }

    /** One part of it: its text, its column within the condition, its value. */
    record Part(String text, int column, String value) {}

    /** What became of what was stopped; {@code what} empty when nothing was. */
    record Stopped(String what, long tookMs, List<String> survivors) {}

    /**
     * @param facts short, masked values worth reading ({@code exitCode}, {@code status}, {@code rows}), as text
     * @param values what resume gives back to handles: masked and bounded
     * @param notKept which of the values are not whole here, since they were too long or held a secret: to a resume they are lost
     * @param outputBytes what was printed; {@code droppedBytes} of them are not in the output file
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
        /** Of which every value is whole, and no output kept. */
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

        /** The same without the values a step left, which may be large and are not shown. */
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

        /** The step's end, a wait or the next attempt is recorded at once, before anything else is done. */
        @Override
        public boolean awaited() {
            return false;
        }
    }

    /** A wait the engine makes: between attempts, between polls, while a condition has to hold. */
    record Waiting(String step, String why, long forMs) implements Event {}

    /**
     * On disk before the next step starts.
     *
     * @param by what decided it
     * @param stopsWrites whether nothing is written any more from its end on, if it ended ok
     */
    record StepFinished(String step, String result, int attempts, String cause, DecidedBy by, boolean stopsWrites)
            implements Event {
        /** Of one that came to its end by itself. */
        public StepFinished(String step, String result, int attempts, String cause) {
            this(step, result, attempts, cause, DecidedBy.ITSELF, false);
        }
    }

    /** Of a step that is about to end as failed: what failed inside it, in its verifies or in the runbook it follows. */
    record FailedInside(String step, FailureTrace trace) implements Event {
        @Override
        public boolean awaited() {
            return false;
        }
    }

    record StepSkipped(String step, String why) implements Event {}

    /**
     * An {@code onFailure} block begins; {@code of} is the thing it belongs to, empty for the runbook, and {@code runbook}
     * the path of the followed runbook it stands in, empty for the run's own.
     *
     * @param ending how it is to end: {@code carryOn}, {@code stop} or {@code fallBackTo ID}
     */
    record HandlerStarted(String of, String runbook, String ending) implements Event {
        /** Before this word in an ending stands nothing, after it the id of the runbook that takes over. */
        public static final String FALLS_BACK = "fallBackTo ";

        public HandlerStarted(String of, String runbook) {
            this(of, runbook, "");
        }

        /** The path the runbook is to run under that takes over; empty when none is. */
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
     * A message has been sent, or could not be.
     *
     * @param when the moment of the run it tells; empty for one that stands among the steps
     * @param result {@code sent}, {@code failed} or {@code timedOut}
     * @param tookMs from the moment the message was due, the time it waited for earlier ones of its channel included
     * @param withinMs its delivery budget; -1 in a journal that does not tell
     * @param runbook the path of the followed runbook it belongs to; empty for the run's own
     * @param handler whose {@code onFailure} it stands in, as {@link #inHandler} names it; empty for none
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

        /** Whether it was sent after its delivery budget was used up. */
        public boolean late() {
            return sent() && withinMs >= 0 && tookMs > withinMs;
        }

        /** {@code sent late: 42s of 30s}; empty for one in time. */
        public String lateTold() {
            return late() ? "sent late: " + Event.text(tookMs) + " of " + Event.text(withinMs) : "";
        }
    }

    /** The expected finish lies beyond the promise: told before it is broken. */
    record AtRisk(long expectedMs, long rtoMs, String why) implements Event {}

    record Breached(long elapsedMs, long rtoMs, String why) implements Event {}

    /** @param blame who ate the time: the own action, waits, earlier steps */
    record Overrun(String step, long budgetMs, long tookMs, String blame) implements Event {}

    /**
     * The instant up to which data is there.
     *
     * @param lossMs how much was lost by it, as far as known then; -1 where that cannot be told
     * @param loss the same with what it was computed from; says nothing in an older journal
     */
    record RecoveryPointMeasured(String step, String instant, long lossMs, DataLoss loss) implements Event {
        /** {@code 1.2s of data lost: 2026-01-31T12:00:05.200Z (writes stopped: …) − …}. */
        public String describe() {
            return loss.isRecorded()
                    ? loss.describe()
                    : "recovery point " + instant + ": " + text(Math.max(0, lossMs)) + " of data lost";
        }
    }

    /** A line the engine has to tell that is no event of a step: an orphan found, a clock that jumped, a warning. */
    record Noted(String kind, String text) implements Event {
        /** A fault the operator asked for; the text begins with the step's path. */
        public static final String INJECTED = "injected";

        /** The kind of a drill's fault that its run never came by. */
        public static final String NOT_MET = "not met";

        /** A run that gave way has taken back all it did: there is nothing to go on with. */
        public static final String TAKEN_BACK = "taken back";
    }

    record SignalReceived(String signal, String what) implements Event {}

    /**
     * The machine's own clock where an engine process began: by it, a resume knows how long nobody was at the run whatever the
     * wall clock says.
     *
     * @param boot names this start of the machine
     */
    record MachineClock(String boot, long upMs) implements Event {
        @Override
        public boolean awaited() {
            return false;
        }
    }

    /**
     * The clocks did not go on alike.
     *
     * @param kind {@code slept} (the machine: the promise's clock went on, budgets did not), {@code stopped} (the engine's
     *     process: all went on) or {@code set} (the wall clock: nothing changes)
     * @param byMs how far; for {@code set} negative when it was set back
     * @param away whether it was seen by a resume, of the time in which no engine was at the run
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
     * @param awayMs how long no engine was at it, by the wall clock; the promise's clock went on
     * @param decisions by step, what the operator said of those that were interrupted or failed: {@code retry} or {@code skip}
     * @param after what it continues
     * @param reason why, in the words of whoever resumed it; may be empty unless the run had failed
     * @param failed the steps that had failed and are run again
     * @param changed of the texts the run went by until then, those that are others from here on, as the operator accepted;
     *     by name, with their hashes, empty for one that is gone
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
        /** {@code by maria on ops1 after 2m 10s because 'disk is full' is mended: 'Switch' treated as done}. */
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

        /** {@code by maria on ops1 after 2m 10s, because the disk was full}. */
        public String whoAndWhy() {
            return "by " + who + " on " + host + " after " + text(awayMs)
                    + (reason.isEmpty() ? "" : ", because " + reason);
        }
    }

    /** At the end of a drill: every failure path of the runbook, and which of them were ever taken in this environment. */
    record FailurePaths(List<FailurePath> paths) implements Event {
        @Override
        public boolean awaited() {
            return false;
        }

        /** {@code 3 of 5 failure paths exercised}. */
        public String describe() {
            long exercised = paths.stream().filter(FailurePath::exercised).count();
            return exercised + " of " + paths.size() + " failure path" + (paths.size() == 1 ? "" : "s") + " exercised";
        }
    }

    /**
     * A promise and whether it was kept: {@code kept}, {@code broken} or {@code notMeasured}.
     *
     * @param loss of an RPO: the data loss that was judged; says nothing for other promises
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
     * @param trace of one that failed: where, and whether a resume can continue there
     */
    record RunFinished(
            String status, int exitCode, String cause, List<Verdict> verdicts, int notTakenBack, FailureTrace trace)
            implements Event {
        public RunFinished(String status, int exitCode, String cause, List<Verdict> verdicts) {
            this(status, exitCode, cause, verdicts, 0, FailureTrace.none());
        }
    }

    /** A record of a kind that only a newer engine knows: it is whole, and passed over by all but a resume. */
    record Unfamiliar(String kind) implements Event {}

    /** {@code 1 earlier run}, {@code 12 earlier runs}. */
    static String runs(int count) {
        return count == 1 ? "1 earlier run" : count + " earlier runs";
    }

    private static String text(long ms) {
        return TimeText.of(Duration.ofMillis(ms));
    }
}
