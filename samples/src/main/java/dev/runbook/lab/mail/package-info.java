/** The lab's mail server, which stores every mail it receives. */
package dev.runbook.lab.mail;
