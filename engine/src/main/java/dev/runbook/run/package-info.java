/**
 * Execution of one run: locks, journal, plan execution, verdicts. Read {@link dev.runbook.run.RunEngine}, then {@link
 * dev.runbook.run.RunAssembly}, {@link dev.runbook.run.LiveRun} and {@link dev.runbook.run.execution.PlanExecutor}.
 */
package dev.runbook.run;
