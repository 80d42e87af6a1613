package dev.runbook.run.execution;

import dev.runbook.plan.Task;
import dev.runbook.plan.Work;

/**
 * A task that is being executed.
 *
 * @param work what it does, with the values known now
 * @param scope bounded by the budget of the task
 */
record TaskInProgress(Task task, Work work, String path, Scope scope, TaskTimings timings) {}
