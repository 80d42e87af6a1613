package dev.runbook.action.shell;

/**
 * A script ready to be run by a POSIX shell.
 *
 * @param before commands that run first, on one line, each ended by a semicolon
 * @param text the script, of any number of lines
 * @param name the script's {@code $0}
 */
public record PreparedScript(String before, String text, String name) {}
