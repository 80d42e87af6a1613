/**
 * Parses authors' scripts, shell and PowerShell, far enough to know what a value in them would do and which parts only
 * bash understands. Read {@link dev.runbook.action.shell.syntax.ShellText} first.
 */
package dev.runbook.action.shell.syntax;
