package dev.runbook.action.prometheus;

import dev.runbook.action.Outcome;
import dev.runbook.action.Output;
import dev.runbook.value.Result;
import dev.runbook.value.Truncated;
import dev.runbook.value.UnavailableValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Creates the outcome of a Prometheus response. */
public final class PrometheusOutcome {
    /** The names of the values that a query provides for conditions, handlers and later steps. */
    public static final Set<String> LEAVES = Set.of("value", "lowest", "highest", "series");

    private final PrometheusSpec spec;
    private final Output output;

    PrometheusOutcome(PrometheusSpec spec, Output output) {
        this.spec = spec;
        this.output = output;
    }

    Outcome of(Outcome answer) {
        if (!answer.answered()) {
            return new Outcome(answer.result(), Map.of(), answer.cause(), answer.stop(), Outcome.Answer.NONE);
        }
        if (answer.answer() == Outcome.Answer.ABSENT) {
            return Outcome.noAnswer(answer.cause());
        }
        if (!(answer.values().get("json") instanceof Map<?, ?> document)) {
            return Outcome.failed(answer.cause().isEmpty() ? noDocument(answer) : answer.cause());
        }
        if (!"success".equals(document.get("status")) || !(document.get("data") instanceof Map<?, ?> data)) {
            return Outcome.failed(refused(document));
        }
        Optional<String> warning = warning(document);
        if (warning.isPresent() && !spec.partial()) {
            return Outcome.failed("the response may be incomplete: " + warning.get() + " (partial: true accepts it)");
        }
        try {
            return judged(PrometheusSeries.of(data, spec.range()));
        } catch (PrometheusSeries.NoNumber other) {
            return Outcome.failed(other.getMessage());
        }
    }

    private static String noDocument(Outcome answer) {
        Object body = answer.values().get("body");
        if (body instanceof Truncated truncated) {
            return truncated.reason("the answer") + ", or wrap the query in sum(…) or max(…)";
        }
        return body instanceof UnavailableValue unavailable
                ? unavailable.reason("answer")
                : "the response is not from Prometheus";
    }

    private static String refused(Map<?, ?> document) {
        String what = switch (String.valueOf(document.get("errorType"))) {
            case "execution" -> "the query failed: ";
            case "timeout", "canceled" -> "Prometheus aborted the query: ";
            case "unavailable", "internal" -> "Prometheus is unavailable: ";
            default -> "Prometheus rejected the query: ";
        };
        return what + document.get("error");
    }

    /** Returns the first warning as the cause; all of them are printed. */
    private Optional<String> warning(Map<?, ?> document) {
        List<Object> warnings = new ArrayList<>();
        if (document.get("warnings") instanceof List<?> list) {
            warnings.addAll(list);
        }
        warnings.forEach(warning -> output.note("warning of Prometheus: " + warning));
        return warnings.stream().findFirst().map(String::valueOf);
    }

    private Outcome judged(List<PrometheusSeries> series) {
        if (series.isEmpty()) {
            return noData();
        }
        Map<String, Object> values = new LinkedHashMap<>();
        Optional<String> gap =
                series.stream().flatMap(one -> one.gap().stream()).findFirst();
        if (series.size() == 1) {
            PrometheusSeries only = series.get(0);
            values.putAll(numbers(only.value(), only.lowest(), only.highest()));
        } else {
            values.putAll(numbers(Double.NaN, PrometheusSeries.lowest(series), PrometheusSeries.highest(series)));
        }
        values.put(
                "series",
                series.stream().map(one -> one.toMap(spec.range().isPresent())).toList());
        if (gap.isPresent()) {
            return Outcome.silence(values, gap.get());
        }
        return series.size() == 1 || spec.range().isPresent()
                ? Outcome.ok(values)
                : new Outcome(Result.FAILED, values, several(series), Optional.empty(), Outcome.Answer.COMPLETE);
    }

    /** Returns an outcome with NaN in place of the series too: for an empty list every condition would hold. */
    private Outcome noData() {
        Map<String, Object> values = numbers(Double.NaN, Double.NaN, Double.NaN);
        values.put("series", Double.NaN);
        return Outcome.silence(values, "no data");
    }

    private Map<String, Object> numbers(Number value, Number lowest, Number highest) {
        Map<String, Object> numbers = new LinkedHashMap<>();
        numbers.put("value", value);
        if (spec.range().isPresent()) {
            numbers.put("lowest", lowest);
            numbers.put("highest", highest);
        }
        return numbers;
    }

    private static String several(List<PrometheusSeries> series) {
        return "the query returns " + series.size()
                + " series, not one number: wrap it in sum(…) or max(…), or select one by its labels";
    }
}
