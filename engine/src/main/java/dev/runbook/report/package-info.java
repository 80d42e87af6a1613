/** Across runs: their history, and how long steps take. Read from journals alone. */
package dev.runbook.report;
