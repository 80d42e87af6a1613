/**
 * The history of runs, from the first and last records of each journal. Read {@link dev.runbook.report.PastRun} first.
 */
package dev.runbook.report;
