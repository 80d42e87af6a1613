/**
 * Enough of TDS 7.4, without TLS, for the real JDBC driver of SQL Server to log in, send batches and prepared
 * statements, receive messages and errors, and cancel. What a batch means is up to the server's handler.
 */
package dev.runbook.lab.tds;
