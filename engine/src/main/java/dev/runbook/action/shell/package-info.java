/**
 * {@code shell} and {@code powershell}: scripts on the engine's machine. {@link dev.runbook.action.shell.ShellSpec} is
 * the action, {@link dev.runbook.action.shell.LocalProcess} its process, {@link dev.runbook.action.shell.ProcessStop}
 * how that process and everything it started are stopped.
 */
package dev.runbook.action.shell;
