/**
 * Scripts on the engine's machine, shell and PowerShell, and how the processes they start are stopped. Read {@link
 * dev.runbook.action.shell.ShellSpec}, then {@link dev.runbook.action.shell.ShellAction}.
 */
package dev.runbook.action.shell;
