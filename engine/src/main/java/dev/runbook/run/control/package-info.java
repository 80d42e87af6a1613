/** Stops a run from outside, or a part of it from inside. Read {@link dev.runbook.run.control.RunControl}. */
package dev.runbook.run.control;
