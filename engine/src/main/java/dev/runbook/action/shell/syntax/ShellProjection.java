package dev.runbook.action.shell.syntax;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The bare commands of a shell text, at the same offsets: quoted text, comments, documents and expansions are blanked
 * out, so that the rest can be read as words and operators.
 */
final class ShellProjection {
    /** Replaces a character that is not part of a command's own text. */
    static final char BLOT = '\u0001';

    /**
     * A construct that was opened and closed.
     *
     * @param start of its content
     * @param end of its content
     */
    record Span(ShellNesting.Kind kind, int start, int end) {}

    private final String text;
    private final char[] bare;
    private final List<Span> spans = new ArrayList<>();
    private final List<Integer> variables = new ArrayList<>();

    ShellProjection(String text) {
        this.text = text;
        this.bare = new char[text.length()];
        Arrays.fill(bare, BLOT);
    }

    /** Keeps characters that belong to a command. */
    void keep(int from, int to) {
        for (int i = from; i < Math.min(to, bare.length); i++) {
            bare[i] = text.charAt(i);
        }
    }

    /** Marks a place where a command begins, ends or continues, whatever is written there. */
    void put(int at, char mark) {
        bare[at] = mark;
    }

    void add(Span span) {
        spans.add(span);
    }

    /** Adds the name of a variable after a dollar sign. */
    void addVariable(int at) {
        variables.add(at);
    }

    String text() {
        return text;
    }

    String bare() {
        return new String(bare);
    }

    /** Returns the contents of braces, expressions, tests and quotes. */
    List<Span> spans(ShellNesting.Kind kind) {
        return spans.stream().filter(span -> span.kind() == kind).toList();
    }

    /** Returns where the names of variables begin that are expanded without braces. */
    List<Integer> variables() {
        return variables;
    }
}
