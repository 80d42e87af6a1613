/**
 * {@code sql}: statements on a database. {@link dev.runbook.action.sql.SqlSpec} is the action, {@link
 * dev.runbook.action.sql.SqlRun} its statements in order, {@link dev.runbook.action.sql.SqlCheck} finds mistakes
 * without a database. {@code action.sql.script} parses texts, {@code action.sql.database} connects; both are used by
 * {@code copyRows} as well.
 */
package dev.runbook.action.sql;
