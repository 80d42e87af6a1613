/** The destination of the lab's messages: receivers that store everything they receive. */
package dev.runbook.lab.webhook;
