/**
 * The place a runbook acts on: its file, the targets in it, and the secrets, which are opened and hidden here. Read
 * {@link dev.runbook.environment.Environment} first, then {@link dev.runbook.environment.EnvironmentFile}.
 */
package dev.runbook.environment;
