/**
 * Values of a run: texts with values in them ({@link dev.runbook.value.Template}), secrets, sizes, results, and what
 * represents a value that is not known yet ({@link dev.runbook.value.Unknown}) or cannot be read
 * ({@link dev.runbook.value.UnavailableValue}); and the words for files and results that all packages share.
 */
package dev.runbook.value;
