/** What every layer may hold. Read {@link dev.runbook.value.Template}. */
package dev.runbook.value;
