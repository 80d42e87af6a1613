/**
 * The load balancer in front of ERPGo's API: one port for each Kubernetes service, requests sent to the pods its selector
 * picks, and counters of who got how much. Start reading at {@link dev.runbook.lab.balancer.Balancer}.
 */
package dev.runbook.lab.balancer;
