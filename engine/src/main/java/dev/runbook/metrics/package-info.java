/**
 * Metrics in the format of Prometheus: {@link dev.runbook.metrics.Metric} lists them, {@link
 * dev.runbook.metrics.RunMetrics} derives those of runs from their journals, {@link dev.runbook.metrics.TriggerMetrics}
 * those of triggers from the evaluations of a watch.
 */
package dev.runbook.metrics;
