/**
 * Evaluates triggers: takes measurements, keeps the windows on disk, starts runs as separate processes, and sends
 * messages. Start with {@link dev.runbook.watch.TriggerWatch}, which evaluates one file.
 */
package dev.runbook.watch;
