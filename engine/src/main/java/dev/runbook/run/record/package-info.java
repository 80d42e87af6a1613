/** Records what a run does, and keeps what its actions print. Read {@link dev.runbook.run.record.Recorder}. */
package dev.runbook.run.record;
