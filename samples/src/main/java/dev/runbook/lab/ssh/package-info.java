/** The lab's database host over SSH: real processes of this machine behind a real SSH server. */
package dev.runbook.lab.ssh;
