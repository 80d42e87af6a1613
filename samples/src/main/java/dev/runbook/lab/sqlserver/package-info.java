/**
 * A stand-in for SQL Server: the wire protocol of {@link dev.runbook.lab.tds} in front of H2 databases in memory, with
 * full and log backups in files, restores to a point in time, and the maintenance statements that runbooks send. It
 * loses and regains rows as a server does; it does not prove that a statement is right on a real SQL Server. Start
 * reading at {@link dev.runbook.lab.sqlserver.SqlServer}.
 */
package dev.runbook.lab.sqlserver;
