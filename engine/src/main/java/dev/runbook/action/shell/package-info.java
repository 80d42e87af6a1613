/**
 * Scripts on the engine's host, shell and PowerShell, and how what they start is stopped. Read {@link dev.runbook.action.shell.ShellSpec}, then {@link dev.runbook.action.shell.ShellAction}.
 */
package dev.runbook.action.shell;
