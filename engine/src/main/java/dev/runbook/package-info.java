/**
 * Runbook: a runbook is read to a plan, the plan is run, the run writes a journal, the journal is shown as a transcript.
 *
 * <p>Packages in that direction, each importing only what stands before it: {@code log}, {@code time} and {@code value} ·
 * {@code environment} · {@code action} · {@code plan} · {@code dsl} · {@code compile} · {@code journal} · {@code notify} · {@code
 * run} · {@code transcript} · {@code report} · {@code cli}. Read {@link dev.runbook.plan.Plan} and {@link
 * dev.runbook.journal.event.Event} first: everything else makes the one from text, or the other from the one.
 */
package dev.runbook;
