package dev.runbook.action.shell;

/**
 * A script as a POSIX shell runs it.
 *
 * @param before commands that come first, in one line, each ended by a semicolon
 * @param text the script, of any number of lines
 * @param name what the script finds as {@code $0}
 */
public record PreparedScript(String before, String text, String name) {}
