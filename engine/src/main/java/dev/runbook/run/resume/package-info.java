/**
 * Continues a run from its journal: what is replayed, what was interrupted, what the operator decided. Read {@link
 * dev.runbook.run.resume.JournalReplay}.
 */
package dev.runbook.run.resume;
