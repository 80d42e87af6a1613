/**
 * A real PostgreSQL server with WAL archiving and a base backup, and ERPGo's rows in it. Start reading at
 * {@link dev.runbook.lab.postgres.PostgresServer}.
 */
package dev.runbook.lab.postgres;
