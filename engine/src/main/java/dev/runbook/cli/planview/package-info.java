/** A plan as people and programs read it before anything runs. Read {@link dev.runbook.cli.planview.PlanRows} first. */
package dev.runbook.cli.planview;
