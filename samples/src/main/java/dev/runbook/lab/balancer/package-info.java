/**
 * The load balancer in front of ERPGo's API: one port for each Kubernetes service, requests sent to the pods that its
 * selector selects, and counters per deployment. Start reading at {@link dev.runbook.lab.balancer.Balancer}.
 */
package dev.runbook.lab.balancer;
