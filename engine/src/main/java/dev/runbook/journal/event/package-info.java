/**
 * The records of a journal: what happened in a run, as typed data. Only {@code dev.runbook.journal}, which stores them,
 * and the model of a run read them. Read {@link dev.runbook.journal.event.Event} first.
 */
package dev.runbook.journal.event;
