/** Values shared by all packages. Read {@link dev.runbook.value.Template}. */
package dev.runbook.value;
