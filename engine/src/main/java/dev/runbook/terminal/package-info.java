/**
 * Text for terminals: the terminal itself, colours, width, padding, and making strange text safe to show. Read {@link
 * dev.runbook.terminal.Terminal}, then {@link dev.runbook.terminal.TerminalSanitizer}.
 */
package dev.runbook.terminal;
