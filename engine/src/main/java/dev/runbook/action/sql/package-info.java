/**
 * Statements on databases, and rows copied from one to another. Read {@link dev.runbook.action.sql.SqlSpec}, then {@link dev.runbook.action.sql.SqlAction}.
 */
package dev.runbook.action.sql;
