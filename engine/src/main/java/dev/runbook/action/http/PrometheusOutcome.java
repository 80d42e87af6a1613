package dev.runbook.action.http;

import dev.runbook.action.Outcome;
import dev.runbook.value.Result;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an answer of Prometheus means. */
final class PrometheusOutcome {
    private PrometheusOutcome() {}

    static Outcome of(Outcome answer) {
        if (!(answer.values().get("json") instanceof Map<?, ?> document) || !answer.answered()) {
            String cause = answer.cause().isEmpty() ? "the answer is not Prometheus'" : answer.cause();
            Result result = answer.result() == Result.OK ? Result.FAILED : answer.result();
            return new Outcome(result, Map.of(), cause, answer.stop(), false);
        }
        if (!"success".equals(document.get("status")) || !(document.get("data") instanceof Map<?, ?> data)) {
            return Outcome.failed("the query was refused: " + document.get("error"));
        }
        if (!(data.get("result") instanceof List<?> result)) {
            return Outcome.failed("the answer has no result");
        }
        return switch (String.valueOf(data.get("resultType"))) {
            case "scalar" -> value(result);
            case "vector" -> vector(result);
            default -> Outcome.failed("the query gives a " + data.get("resultType") + ", not one number");
        };
    }

    private static Outcome vector(List<?> series) {
        if (series.isEmpty()) {
            return noData();
        }
        if (series.size() > 1) {
            return Outcome.failed("the query gives " + series.size()
                    + " series, not one number: put sum(…) or max(…) around it, or name one by its labels");
        }
        return series.get(0) instanceof Map<?, ?> one && one.get("value") instanceof List<?> sample
                ? value(sample)
                : Outcome.failed("the answer has a series without a value");
    }

    /** A sample is its time and its value, as text. */
    private static Outcome value(List<?> sample) {
        String text = String.valueOf(sample.get(sample.size() - 1));
        if (text.equals("NaN")) {
            return noData();
        }
        return Outcome.ok(Map.of("value", number(text)));
    }

    private static Outcome noData() {
        return new Outcome(Result.FAILED, Map.of("value", Double.NaN), "no data", Optional.empty(), true);
    }

    private static Number number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> new BigDecimal(text);
        };
    }
}
