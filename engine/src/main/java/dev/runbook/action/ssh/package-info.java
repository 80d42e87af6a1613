/**
 * {@code ssh}: scripts on the hosts of a group. {@link dev.runbook.action.ssh.SshSpec} is the action, {@link
 * dev.runbook.action.ssh.HostRun} the attempt on one host, {@link dev.runbook.action.ssh.SshSessions} the connections.
 */
package dev.runbook.action.ssh;
