/**
 * Environments: the file, its targets, and the secrets, which are opened and masked here. Read {@link
 * dev.runbook.environment.Environment} first, then {@link dev.runbook.environment.EnvironmentFile}.
 */
package dev.runbook.environment;
