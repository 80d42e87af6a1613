/**
 * The plan of a runbook, as read before a run, and the sums of its budgets. Read {@link dev.runbook.plan.Plan}, then
 * {@link dev.runbook.plan.Task}; {@link dev.runbook.plan.PlanFold} says what a plan means.
 */
package dev.runbook.plan;
