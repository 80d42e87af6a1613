/**
 * Executes a plan, with one executor for each kind of node. Read {@link dev.runbook.run.execution.PlanExecutor}, then
 * {@link dev.runbook.run.execution.TaskExecutor}.
 */
package dev.runbook.run.execution;
