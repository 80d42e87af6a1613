/** Where the lab's messages go: receivers that keep everything they are sent. */
package dev.runbook.lab.webhook;
