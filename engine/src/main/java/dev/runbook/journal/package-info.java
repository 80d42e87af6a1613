/**
 * The record of a run: append, read, verify, and the folders that contain it. Nothing outside this package touches
 * these files. Read {@link dev.runbook.journal.event.Event} first.
 */
package dev.runbook.journal;
