/**
 * Renders a plan for people and programs before anything runs. Read {@link dev.runbook.cli.planview.PlanRows} first.
 */
package dev.runbook.cli.planview;
