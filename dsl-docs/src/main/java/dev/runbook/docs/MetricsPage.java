package dev.runbook.docs;

import dev.runbook.metrics.Metric;
import java.util.List;
import java.util.stream.Collectors;

/** Generates the reference page of the metrics. */
final class MetricsPage {
    static final String NAME = "metrics.md";

    private MetricsPage() {}

    static String text() {
        StringBuilder page =
                new StringBuilder("# Metrics\n\n<!-- Generated from the enum Metric: edit it there. -->\n\n");
        page.append(
                "Runbook gives these metrics to Prometheus where the environment's [`metrics`](environment.md#metrics)"
                        + " asks for them; [the guide](../guides/monitor-runs.md) shows how. Times are seconds. Every metric has the"
                        + " label `environment`; `mode` is `run` or `drill`; `triggers` is the id of the file with the triggers.\n\n");
        page.append("| metric | type | labels | meaning |\n| --- | --- | --- | --- |\n");
        for (Metric metric : Metric.values()) {
            page.append("| ")
                    .append(code(metric.names()))
                    .append(" | ")
                    .append(
                            switch (metric.type()) {
                                case COUNTER -> "counter";
                                case GAUGE -> "gauge";
                                case SUMMARY -> "summary";
                            })
                    .append(" | ")
                    .append(code(metric.labels()))
                    .append(" | ")
                    .append(metric.help())
                    .append(" |\n");
        }
        return page.toString();
    }

    private static String code(List<String> names) {
        return names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    }
}
