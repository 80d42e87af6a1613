/**
 * Transcripts of a run: one projection of its journal ({@link dev.runbook.model.RunView}), one class per format.
 */
package dev.runbook.transcript;
