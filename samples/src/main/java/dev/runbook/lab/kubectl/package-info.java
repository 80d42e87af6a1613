/**
 * A stand-in for {@code kubectl} on machines without it. It uses the same API of the lab's server and supports the
 * subcommands of ERPGo's runbooks; where the real kubectl is installed, the lab uses that. Start reading at {@link
 * dev.runbook.lab.kubectl.Kubectl}.
 */
package dev.runbook.lab.kubectl;
