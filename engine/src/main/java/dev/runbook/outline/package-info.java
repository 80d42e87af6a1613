/** The parts of a plan as a journal records them. Read {@link dev.runbook.outline.PlanOutline}. */
package dev.runbook.outline;
