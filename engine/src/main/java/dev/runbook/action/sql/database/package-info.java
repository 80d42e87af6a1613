/**
 * Connections to databases. {@link dev.runbook.action.sql.database.Dialect} is what differs between PostgreSQL, SQL
 * Server and SQLite, {@link dev.runbook.action.sql.database.Databases} the connections of a run, {@link
 * dev.runbook.action.sql.database.DatabaseTrust} warns about options of a URL that weaken them.
 */
package dev.runbook.action.sql.database;
