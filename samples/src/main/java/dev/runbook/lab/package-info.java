/** The lab: what the runbooks act on, started in one command. */
package dev.runbook.lab;
