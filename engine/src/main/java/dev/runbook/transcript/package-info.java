/**
 * A run told afterwards: one projection of its journal ({@link dev.runbook.transcript.RunView}), one format a class.
 */
package dev.runbook.transcript;
