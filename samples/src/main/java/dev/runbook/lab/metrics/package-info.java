/**
 * The monitoring of a lab: counters in the text format of Prometheus, their history, and a server that answers the part
 * of PromQL that runbooks use. Start reading at {@link dev.runbook.lab.metrics.Monitoring}.
 */
package dev.runbook.lab.metrics;
