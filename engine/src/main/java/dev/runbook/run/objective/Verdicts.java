package dev.runbook.run.objective;

import dev.runbook.journal.event.DataLoss;
import dev.runbook.journal.event.ExitCode;
import dev.runbook.journal.event.MessageSent;
import dev.runbook.journal.event.Objective;
import dev.runbook.journal.event.RunStatus;
import dev.runbook.journal.event.Verdict;
import dev.runbook.journal.event.Verdict.Outcome;
import dev.runbook.plan.Plan;
import dev.runbook.plan.RtoTarget;
import dev.runbook.time.TimeText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Determines which objectives were met, and the exit code that follows. */
public final class Verdicts {
    private static final int MOST_NAMED = 3;

    private Verdicts() {}

    /** @param partial whether only a part of the runbook was run */
    public static List<Verdict> of(Plan plan, RunStatus status, Duration elapsed, DataLosses losses, boolean partial) {
        List<Verdict> verdicts = new ArrayList<>();
        plan.rto().ifPresent(rto -> verdicts.addAll(rto(rto, status.recovered(), elapsed, partial)));
        plan.rpo().ifPresent(rpo -> verdicts.add(rpo("", "", rpo, losses.own())));
        plan.namedRpos().forEach((data, rpo) -> verdicts.add(rpo("", data, rpo, losses.own(data))));
        return verdicts;
    }

    private static List<Verdict> rto(RtoTarget rto, boolean recovered, Duration elapsed, boolean partial) {
        List<Verdict> verdicts = new ArrayList<>();
        verdicts.add(bound(Objective.RTO, "", rto.time(), recovered, elapsed, partial));
        rto.limit()
                .ifPresent(limit -> verdicts.add(bound(Objective.RTO_LIMIT, "", limit, recovered, elapsed, partial)));
        return verdicts;
    }

    public static Verdict bound(
            Objective objective, String runbook, Duration target, boolean recovered, Duration elapsed) {
        return bound(objective, runbook, target, recovered, elapsed, false);
    }

    private static Verdict bound(
            Objective objective,
            String runbook,
            Duration target,
            boolean recovered,
            Duration elapsed,
            boolean partial) {
        Duration over = elapsed.minus(target);
        boolean late = over.compareTo(Duration.ZERO) > 0;
        String why = !recovered ? "the recovery did not succeed" : late ? TimeText.of(over) + " over" : "";
        if (recovered && !late && partial) {
            return new Verdict(
                    objective,
                    runbook,
                    "",
                    Outcome.NOT_MEASURED,
                    target.toMillis(),
                    -1,
                    "only a part of the runbook was run",
                    Optional.empty());
        }
        return new Verdict(
                objective,
                runbook,
                "",
                recovered && !late ? Outcome.MET : Outcome.MISSED,
                target.toMillis(),
                elapsed.toMillis(),
                why,
                Optional.empty());
    }

    /**
     * Judges an RPO: an upper bound of the loss can show that it was met; only a known loss can show that it was
     * missed.
     *
     * @param runbook the id of the followed runbook; empty for the run's own
     * @param data the kind of data that the RPO is of; empty for all
     */
    public static Verdict rpo(String runbook, String data, Duration rpo, DataLoss loss) {
        if (!loss.isMeasured()) {
            return new Verdict(
                    Objective.RPO,
                    runbook,
                    data,
                    Outcome.NOT_MEASURED,
                    rpo.toMillis(),
                    -1,
                    loss.whyMissing(),
                    Optional.of(loss));
        }
        Duration lost = Duration.ofMillis(loss.lossMs());
        if (lost.compareTo(rpo) <= 0) {
            return new Verdict(
                    Objective.RPO, runbook, data, Outcome.MET, rpo.toMillis(), loss.lossMs(), "", Optional.of(loss));
        }
        return loss.upperBound()
                ? new Verdict(
                        Objective.RPO,
                        runbook,
                        data,
                        Outcome.NOT_MEASURED,
                        rpo.toMillis(),
                        -1,
                        loss.amount() + " of data lost: no step with stopsWrites() says when writes stopped",
                        Optional.of(loss))
                : new Verdict(
                        Objective.RPO,
                        runbook,
                        data,
                        Outcome.MISSED,
                        rpo.toMillis(),
                        loss.lossMs(),
                        TimeText.of(lost.minus(rpo)) + " more data lost than allowed",
                        Optional.of(loss));
    }

    /**
     * Judges the delivery of messages by the worst of those that were late or not delivered.
     *
     * @return empty if every message was delivered in time
     */
    public static Optional<Verdict> messages(List<MessageSent> messages) {
        List<MessageSent> missed = messages.stream().filter(MessageSent::missed).toList();
        return missed.stream()
                .max(Comparator.comparing((MessageSent message) -> !message.sent())
                        .thenComparingLong(message -> message.tookMs() - message.withinMs()))
                .map(worst -> new Verdict(
                        Objective.COMMUNICATION,
                        "",
                        "",
                        Outcome.MISSED,
                        Math.max(0, worst.withinMs()),
                        worst.sent() ? worst.tookMs() : -1,
                        missed.size() + " of " + messages.size() + " messages late or not delivered: " + names(missed),
                        Optional.empty()));
    }

    private static String names(List<MessageSent> missed) {
        String first = missed.stream()
                .limit(MOST_NAMED)
                .map(message -> message.channel() + message.trigger().describe())
                .collect(Collectors.joining(", "));
        return missed.size() > MOST_NAMED ? first + " and " + (missed.size() - MOST_NAMED) + " more" : first;
    }

    /** @param signalExit the exit code of a run that was stopped from outside; 0 otherwise */
    public static int exitCode(RunStatus status, List<Verdict> verdicts, int signalExit) {
        return switch (status) {
            case SUCCEEDED ->
                (verdicts.stream()
                                        .filter(verdict -> verdict.objective().decidesExitCode())
                                        .anyMatch(Verdict::missed)
                                ? ExitCode.OBJECTIVE_MISSED
                                : ExitCode.OK)
                        .number();
            case FAILED -> ExitCode.FAILED.number();
            case FELL_BACK -> ExitCode.FELL_BACK.number();
            case ABORTED -> signalExit > 0 ? signalExit : ExitCode.FAILED.number();
        };
    }
}
