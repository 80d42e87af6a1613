/**
 * Scripts on other hosts, one or a thousand at once. Read {@link dev.runbook.action.ssh.SshSpec}, then {@link
 * dev.runbook.action.ssh.SshAction}.
 */
package dev.runbook.action.ssh;
