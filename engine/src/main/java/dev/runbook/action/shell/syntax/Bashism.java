package dev.runbook.action.shell.syntax;

/**
 * A part of a shell text that is valid in bash, but an error or different in a POSIX shell.
 *
 * @param offset its position in the text
 * @param text the part itself, on one line
 * @param problem what {@code sh} does with it
 * @param cure what to write instead
 */
public record Bashism(int offset, String text, String problem, String cure) {}
