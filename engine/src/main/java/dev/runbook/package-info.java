/**
 * Runbook: a runbook is compiled to a plan, the plan is executed, the run writes a journal, the journal is rendered as a transcript.
 *
 * <p>Packages in that direction, each importing only packages listed before it: {@code log}, {@code time} and {@code value} ·
 * {@code environment} · {@code action} · {@code plan} · {@code dsl} · {@code compile} · {@code journal} · {@code notify} · {@code
 * run} · {@code transcript} · {@code report} · {@code cli}. Read {@link dev.runbook.plan.Plan} and {@link
 * dev.runbook.journal.event.Event} first: all other code produces or reads one of the two.
 */
package dev.runbook;
