/**
 * Shows a run in progress to a person, using only its journal entries. Read {@link dev.runbook.cli.console.Console}
 * first.
 */
package dev.runbook.cli.console;
