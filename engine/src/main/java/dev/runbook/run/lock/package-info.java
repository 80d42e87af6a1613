/** The locks that keep two runs from acting on the same thing. Read {@link dev.runbook.run.lock.Locks}. */
package dev.runbook.run.lock;
