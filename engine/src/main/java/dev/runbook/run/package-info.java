/**
 * One run: locks, journal, the walk through the plan, verdicts. Read {@link dev.runbook.run.RunEngine}, then {@link dev.runbook.run.LiveRun} and {@link dev.runbook.run.PlanExecutor}.
 */
package dev.runbook.run;
