/**
 * What a run knows while it is in progress: the values and ends of its steps. Read {@link
 * dev.runbook.run.state.RunValues}.
 */
package dev.runbook.run.state;
