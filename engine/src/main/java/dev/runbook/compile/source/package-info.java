/**
 * The text of a runbook, the positions in it, and the mistakes found there: {@link
 * dev.runbook.compile.source.SourceText}, {@link dev.runbook.compile.source.Diagnostic}.
 */
package dev.runbook.compile.source;
