/**
 * A stand-in for {@code kubectl} on machines without it. It speaks the same API to the lab's server and knows the subcommands
 * ERPGo's runbooks use; where the real one is installed, the lab uses that. Start reading at
 * {@link dev.runbook.lab.kubectl.Kubectl}.
 */
package dev.runbook.lab.kubectl;
