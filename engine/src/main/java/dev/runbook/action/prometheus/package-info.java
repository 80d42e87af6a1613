/**
 * {@code prometheus}: one PromQL query over HTTP. {@link dev.runbook.action.prometheus.PrometheusSpec} is the action,
 * {@link dev.runbook.action.prometheus.PrometheusOutcome} how its response is judged.
 */
package dev.runbook.action.prometheus;
