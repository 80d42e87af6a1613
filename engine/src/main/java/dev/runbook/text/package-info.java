/**
 * Text as people and programs exchange it: files as editors write them, lines with a caret, widths on a terminal. Read
 * {@link dev.runbook.text.TextFile} first.
 */
package dev.runbook.text;
