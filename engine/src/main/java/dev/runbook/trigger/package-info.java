/**
 * Triggers: what a triggers file or a runbook declares, and the decision that follows from measurements. Start with
 * {@link dev.runbook.trigger.TriggerSet} and {@link dev.runbook.trigger.TriggerEvaluation}, which is pure: it reads
 * samples and a state, and returns decisions and the next state.
 */
package dev.runbook.trigger;
