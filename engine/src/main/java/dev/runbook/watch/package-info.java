/**
 * Evaluates triggers: takes measurements, keeps the windows on disk, starts runs as processes of their own, and sends
 * messages. Start with {@link dev.runbook.watch.TriggerWatch}, which evaluates one file.
 */
package dev.runbook.watch;
