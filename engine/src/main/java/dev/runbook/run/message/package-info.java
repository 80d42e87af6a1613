/** The messages of a run: when each is sent, and its text. Read {@link dev.runbook.run.message.Notices}. */
package dev.runbook.run.message;
