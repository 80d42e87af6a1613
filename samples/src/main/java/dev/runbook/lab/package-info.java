/**
 * The lab: real stand-ins for the estates that runbooks act on. {@link dev.runbook.lab.Main} is its command line,
 * {@link dev.runbook.lab.LabDaemon} the process of a lab, {@link dev.runbook.lab.Estate} what a lab consists of.
 */
package dev.runbook.lab;
