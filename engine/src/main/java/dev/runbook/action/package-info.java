/** What a step does, as the run sees it. Read {@link dev.runbook.action.Action}. */
package dev.runbook.action;
