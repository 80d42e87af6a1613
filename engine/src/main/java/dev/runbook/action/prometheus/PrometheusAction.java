package dev.runbook.action.prometheus;

import dev.runbook.action.Action;
import dev.runbook.action.Attempt;
import dev.runbook.action.Outcome;
import dev.runbook.action.http.HttpMethod;
import dev.runbook.action.http.HttpSpec;
import dev.runbook.value.Template;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Queries Prometheus over HTTP and extracts the values that conditions may judge. */
final class PrometheusAction implements Action {
    private final PrometheusSpec spec;

    PrometheusAction(PrometheusSpec spec) {
        this.spec = spec;
    }

    @Override
    public Outcome perform(Attempt attempt) {
        String base = attempt.environment().service(spec.on()).url();
        Duration left = attempt.deadline().remaining();
        Template url = spec.range()
                .map(range -> range(base, range, left, attempt.clock().wall()))
                .orElseGet(() -> new Template(
                        List.of("", "/api/v1/query?timeout=", "&query=", ""),
                        List.of(base, timeout(left), PromQlQuery.of(spec.query()))));
        Outcome answer = HttpSpec.of(HttpMethod.GET, url).on(spec.on()).action().perform(attempt);
        return new PrometheusOutcome(spec, attempt.output()).of(answer);
    }

    private Template range(String base, PrometheusSpec.Range range, Duration left, Instant now) {
        return new Template(
                List.of("", "/api/v1/query_range?timeout=", "&start=", "&end=", "&step=", "&query=", ""),
                List.of(
                        base,
                        timeout(left),
                        now.minus(range.over()).toString(),
                        now.toString(),
                        BigDecimal.valueOf(range.every().toMillis(), 3).toPlainString(),
                        PromQlQuery.of(spec.query())));
    }

    /** Sets the server's timeout, so that an abandoned query also ends there. */
    private static String timeout(Duration left) {
        return Math.max(1, left.toMillis()) + "ms";
    }
}
