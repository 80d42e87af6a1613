/**
 * RTO and RPO of a run: its clocks, its data loss, its warnings and verdicts. Read {@link
 * dev.runbook.run.objective.ObjectiveTracker}, then {@link dev.runbook.run.objective.Verdicts}.
 */
package dev.runbook.run.objective;
