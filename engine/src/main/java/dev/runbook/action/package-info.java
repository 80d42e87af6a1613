/** Actions, as the run sees them. Read {@link dev.runbook.action.Action}. */
package dev.runbook.action;
