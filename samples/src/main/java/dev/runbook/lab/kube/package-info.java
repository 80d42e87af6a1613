/**
 * A Kubernetes-like API server that the real {@code kubectl} talks to, and the controller behind it. Start reading at
 * {@link dev.runbook.lab.kube.KubeApi}; {@link dev.runbook.lab.kube.DeploymentController} turns wished replicas into pods,
 * and a {@link dev.runbook.lab.kube.PodRuntime} makes each pod a listener that really answers.
 */
package dev.runbook.lab.kube;
