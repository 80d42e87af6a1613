/**
 * Text input and output: files as editors write them, source excerpts. Read {@link
 * dev.runbook.text.TextFile} first.
 */
package dev.runbook.text;
