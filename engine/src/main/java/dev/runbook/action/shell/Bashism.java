package dev.runbook.action.shell;

/**
 * A place of a shell text that bash understands and a POSIX shell does not: there it is an error, or means something
 * else.
 *
 * @param offset where it stands in the text
 * @param text what stands there, of one line
 * @param problem what {@code sh} makes of it
 * @param cure what to write instead
 */
public record Bashism(int offset, String text, String problem, String cure) {}
