/** Clocks, deadlines, and times as text. Read {@link dev.runbook.time.Clock}. */
package dev.runbook.time;
