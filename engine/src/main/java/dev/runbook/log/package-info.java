/**
 * Library logging, off by default: the journal and the transcript record what happened, masked.
 *
 * <p>To debug a library, set the system property {@code runbook.log} to a level ({@code warn}, {@code info}, {@code
 * debug}, {@code trace}), for instance {@code RUNBOOK_JAVA_OPTS=-Drunbook.log=debug}; the log goes to standard error.
 * Secrets are not masked there.
 */
package dev.runbook.log;
