/**
 * The estate of Social Download Manager: machines of users, on which the application runs as a real process with its
 * configuration, its SQLite database and its backups. {@link dev.runbook.lab.sdm.SdmEstate} is where to start.
 */
package dev.runbook.lab.sdm;
