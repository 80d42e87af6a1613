/**
 * The text of {@code sql} steps, without a database: {@link dev.runbook.action.sql.script.SqlText} finds the context of
 * each gap, {@link dev.runbook.action.sql.script.SqlScript} splits a text into statements.
 */
package dev.runbook.action.sql.script;
