/**
 * Text input and output: files as editors write them, source excerpts, terminal widths. Read {@link
 * dev.runbook.text.TextFile} first.
 */
package dev.runbook.text;
