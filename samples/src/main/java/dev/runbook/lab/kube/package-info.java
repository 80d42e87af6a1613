/**
 * A Kubernetes-like API server for the real {@code kubectl}, and the controller behind it. Start reading at {@link
 * dev.runbook.lab.kube.KubeApi}; {@link dev.runbook.lab.kube.DeploymentController} turns desired replicas into pods,
 * and a {@link dev.runbook.lab.kube.PodRuntime} runs a real listener for each pod.
 */
package dev.runbook.lab.kube;
