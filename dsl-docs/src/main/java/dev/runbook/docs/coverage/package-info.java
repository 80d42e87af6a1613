/**
 * The coverage pages: which runbook carries each demand of a rollback plan. Read {@link dev.runbook.docs.coverage.Coverage}
 * first.
 */
package dev.runbook.docs.coverage;
