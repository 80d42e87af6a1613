/**
 * What the libraries log goes nowhere: the journal and the transcript say what happened, in the engine's words and masked.
 *
 * <p>An engineer who looks into a library sets the system property {@code runbook.log} to a level ({@code warn}, {@code
 * info}, {@code debug}, {@code trace}), for instance {@code RUNBOOK_JAVA_OPTS=-Drunbook.log=debug}, and reads it on
 * standard error. Nobody masks secrets there.
 */
package dev.runbook.log;
