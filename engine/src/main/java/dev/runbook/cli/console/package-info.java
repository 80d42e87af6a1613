/**
 * What a person sees of a run while it goes, told from its journal's entries alone. Read {@link
 * dev.runbook.cli.console.Console} first.
 */
package dev.runbook.cli.console;
