/**
 * {@code copyRows}: copies rows from one database to another and verifies that both have the same. {@link
 * dev.runbook.action.copy.CopySpec} is the action, {@link dev.runbook.action.copy.CopyRun} its steps in order, {@link
 * dev.runbook.action.copy.TableDialect} what differs between databases.
 */
package dev.runbook.action.copy;
