/** Across runs: their history, read from both ends of each journal. Read {@link dev.runbook.report.PastRun} first. */
package dev.runbook.report;
