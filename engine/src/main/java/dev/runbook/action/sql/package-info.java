/**
 * {@code sql}: statements on a database, and the connections that {@code copyRows} uses as well. {@link
 * dev.runbook.action.sql.SqlSpec} is the action, {@link dev.runbook.action.sql.SqlRun} its statements in order, {@link
 * dev.runbook.action.sql.Dialect} what differs between databases.
 */
package dev.runbook.action.sql;
