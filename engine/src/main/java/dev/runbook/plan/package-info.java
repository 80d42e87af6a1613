/**
 * A runbook as read, before anything runs, and what its budgets add up to. Read {@link dev.runbook.plan.Plan}, then {@link dev.runbook.plan.Task}.
 */
package dev.runbook.plan;
