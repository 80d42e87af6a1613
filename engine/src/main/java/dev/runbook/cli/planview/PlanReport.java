package dev.runbook.cli.planview;

import dev.runbook.environment.Environment;
import dev.runbook.forecast.DurationSummary;
import dev.runbook.forecast.PastTimes;
import dev.runbook.forecast.RunForecast;
import dev.runbook.plan.CriticalPath;
import dev.runbook.plan.Parameter;
import dev.runbook.plan.Plan;
import dev.runbook.plan.RtoTarget;
import dev.runbook.plan.Stakeholders;
import dev.runbook.plan.WorstCase;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A plan for programs. Durations are in milliseconds, -1 for a missing one.
 *
 * @param examples the parameters without a value, shown with their example
 * @param fallingBackMs the longest time until a fallback runbook ends
 */
public record PlanReport(
        String runbook,
        String environment,
        String description,
        String owner,
        long rtoMs,
        long rtoLimitMs,
        long rpoMs,
        List<NamedRpo> namedRpos,
        List<String> locks,
        List<String> stakeholders,
        Map<String, String> parameters,
        List<String> examples,
        List<Step> steps,
        List<Message> messages,
        long criticalPathMs,
        long fallingBackMs,
        Forecast forecast) {

    /**
     * A line of the plan; see {@link PlanRow}.
     *
     * @param usualMs the median of earlier runs
     */
    public record Step(
            int number,
            int depth,
            String kind,
            String name,
            long budgetMs,
            long doneByMs,
            long usualMs,
            long usualP90Ms,
            boolean critical,
            String action,
            String command,
            List<String> notes) {
        private static Step of(PlanRow row) {
            return new Step(
                    row.number(),
                    row.depth(),
                    row.kind(),
                    row.name(),
                    millis(row.budget()),
                    millis(row.doneBy()),
                    millis(row.usual().map(DurationSummary::median)),
                    millis(row.usual().map(DurationSummary::p90)),
                    row.critical(),
                    row.action(),
                    String.join("\n", row.command()),
                    row.notes());
        }
    }

    /** A message of the runbook, by the events and times that send it. */
    public record Message(String channel, List<String> on, long afterMs, long everyMs) {
        private static Message of(dev.runbook.plan.Message message) {
            return new Message(message.channel(), message.words(), millis(message.after()), millis(message.every()));
        }
    }

    /**
     * When the run will probably end.
     *
     * @param chancePercent of keeping the RTO
     */
    public record Forecast(
            int earlierRuns,
            long expectedMs,
            long medianMs,
            long p90Ms,
            int chancePercent,
            int simulatedRuns,
            List<String> stepsWithoutHistory) {
        private static Forecast of(RunForecast forecast) {
            return new Forecast(
                    forecast.runs(),
                    forecast.expected().toMillis(),
                    millis(forecast.within().map(DurationSummary::median)),
                    millis(forecast.within().map(DurationSummary::p90)),
                    forecast.chance().map(RunForecast.Chance::percent).orElse(-1),
                    forecast.simulated(),
                    forecast.unknown());
        }
    }

    /** The RPO of one kind of data. */
    public record NamedRpo(String data, long rpoMs) {}

    private static List<NamedRpo> named(Map<String, Duration> times) {
        return times.entrySet().stream()
                .map(time -> new NamedRpo(time.getKey(), time.getValue().toMillis()))
                .toList();
    }

    /** @param given the parameters with a value from the caller; the others have their default or example */
    public static PlanReport of(Plan plan, Environment environment, Set<String> given, PastTimes past) {
        return new PlanReport(
                plan.id(),
                environment.name(),
                plan.description().orElse(""),
                plan.owner().orElse(""),
                millis(plan.rto().map(RtoTarget::time)),
                millis(plan.rto().flatMap(RtoTarget::limit)),
                millis(plan.rpo()),
                named(plan.namedRpos()),
                List.copyOf(plan.locks()),
                plan.stakeholders().stream().map(Stakeholders::id).toList(),
                texts(plan.arguments()),
                plan.parameters().stream()
                        .filter(parameter -> parameter.isPlaceholder(given))
                        .map(Parameter::name)
                        .toList(),
                PlanRows.of(plan, environment, past).stream().map(Step::of).toList(),
                plan.messages().stream().map(Message::of).toList(),
                CriticalPath.sum(CriticalPath.ofRto(plan)).time().toMillis(),
                millis(WorstCase.fallingBack(plan)),
                Forecast.of(RunForecast.of(plan, past)));
    }

    private static Map<String, String> texts(Map<String, Object> values) {
        Map<String, String> texts = new LinkedHashMap<>();
        values.forEach((name, value) -> texts.put(name, String.valueOf(value)));
        return texts;
    }

    private static long millis(Optional<Duration> time) {
        return time.map(Duration::toMillis).orElse(-1L);
    }
}
