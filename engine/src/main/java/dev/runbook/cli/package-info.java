/**
 * The command line: one class per command. Read {@link dev.runbook.cli.Main}, then {@link dev.runbook.cli.RunCommand}
 * and {@link dev.runbook.cli.RunSession}.
 */
package dev.runbook.cli;
