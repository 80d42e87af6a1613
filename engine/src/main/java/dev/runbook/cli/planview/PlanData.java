package dev.runbook.cli.planview;

import dev.runbook.forecast.DurationSummary;
import dev.runbook.forecast.PastTimes;
import dev.runbook.forecast.RunForecast;
import dev.runbook.plan.CriticalPath;
import dev.runbook.plan.Message;
import dev.runbook.plan.Parameter;
import dev.runbook.plan.Plan;
import dev.runbook.plan.RtoTarget;
import dev.runbook.plan.WorstCase;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Formats a plan for programs: plain maps and lists, durations in milliseconds, null for a missing one. */
public final class PlanData {
    private PlanData() {}

    /** @param given the parameters with a value from the caller; the others have their default or example */
    public static Map<String, Object> of(Plan plan, String environment, Set<String> given, PastTimes past) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("runbook", plan.id());
        data.put("environment", environment);
        data.put("description", plan.description().orElse(null));
        data.put("owner", plan.owner().orElse(null));
        data.put("rtoMs", millis(plan.rto().map(RtoTarget::time)));
        data.put("rtoLimitMs", millis(plan.rto().flatMap(RtoTarget::limit)));
        data.put("rpoMs", millis(plan.rpo()));
        data.put("locks", plan.locks());
        data.put("parameters", texts(plan.arguments()));
        data.put(
                "examples",
                plan.parameters().stream()
                        .filter(parameter -> parameter.standsIn(given))
                        .map(Parameter::name)
                        .toList());
        data.put("steps", PlanRows.of(plan, past).stream().map(PlanData::row).toList());
        data.put("messages", plan.messages().stream().map(PlanData::message).toList());
        data.put(
                "criticalPathMs",
                CriticalPath.sum(CriticalPath.ofRto(plan)).time().toMillis());
        data.put("fallingBackMs", millis(WorstCase.fallingBack(plan)));
        data.put("forecast", forecast(RunForecast.of(plan, past)));
        return data;
    }

    private static Map<String, Object> message(Message message) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("channel", message.channel());
        data.put("on", message.words());
        data.put("afterMs", millis(message.after()));
        data.put("everyMs", millis(message.every()));
        return data;
    }

    private static Map<String, Object> forecast(RunForecast forecast) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("earlierRuns", forecast.runs());
        data.put("expectedMs", forecast.expected().toMillis());
        data.put("medianMs", millis(forecast.within().map(DurationSummary::median)));
        data.put("p90Ms", millis(forecast.within().map(DurationSummary::p90)));
        data.put(
                "chancePercent",
                forecast.chance().map(RunForecast.Chance::percent).orElse(null));
        data.put("simulatedRuns", forecast.simulated());
        data.put("stepsWithoutHistory", forecast.unknown());
        return data;
    }

    private static Map<String, Object> row(PlanRow row) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("number", row.number());
        data.put("depth", row.depth());
        data.put("kind", row.kind());
        data.put("name", row.name());
        data.put("budgetMs", millis(row.budget()));
        data.put("doneByMs", millis(row.doneBy()));
        data.put("usualMs", millis(row.usual().map(DurationSummary::median)));
        data.put("usualP90Ms", millis(row.usual().map(DurationSummary::p90)));
        data.put("critical", row.critical());
        data.put("action", row.action());
        data.put("command", String.join("\n", row.command()));
        data.put("notes", List.copyOf(row.notes()));
        return data;
    }

    private static Map<String, Object> texts(Map<String, Object> values) {
        Map<String, Object> texts = new LinkedHashMap<>();
        values.forEach((name, value) -> texts.put(name, String.valueOf(value)));
        return texts;
    }

    private static Long millis(Optional<Duration> time) {
        return time.map(Duration::toMillis).orElse(null);
    }
}
