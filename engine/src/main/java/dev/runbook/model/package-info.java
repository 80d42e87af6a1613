/**
 * The model of a run: what its records mean. Console, transcripts, history, abort and resume ask it and read no record
 * themselves. Read {@link dev.runbook.model.RunModel} first.
 */
package dev.runbook.model;
