/**
 * Drills: injected faults, the failure paths of a runbook, and which of them were exercised. Read {@link
 * dev.runbook.run.drill.Contingencies}.
 */
package dev.runbook.run.drill;
