/**
 * A stand-in for PowerShell on a Windows machine of the lab: {@link dev.runbook.lab.powershell.Pwsh} reads a script as
 * the engine sends it and executes the small part of the language and the cmdlets that a rollback needs. A drill with
 * it shows the order of the steps, the conditions, the messages, and what the commands do to files and processes. It
 * does not show that Windows accepts every word of them.
 */
package dev.runbook.lab.powershell;
