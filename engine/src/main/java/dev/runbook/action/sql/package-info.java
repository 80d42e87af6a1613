/**
 * SQL statements, and copies of rows between databases. Read {@link dev.runbook.action.sql.SqlSpec}, then {@link
 * dev.runbook.action.sql.SqlAction}.
 */
package dev.runbook.action.sql;
