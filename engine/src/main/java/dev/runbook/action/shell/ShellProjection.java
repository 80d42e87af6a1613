package dev.runbook.action.shell;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The bare commands of a shell text, character for character at their places: what is quoted, a comment, a document or
 * an expansion is blotted out, so that what is left can be read as words and operators.
 */
final class ShellProjection {
    /** Stands for a character that is not of a command's own text. */
    static final char BLOT = '\u0001';

    /**
     * Something that was opened and closed.
     *
     * @param start of what is inside
     * @param end of what is inside
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

    /** A place where a command begins, ends or continues, whatever is written there. */
    void put(int at, char mark) {
        bare[at] = mark;
    }

    void add(Span span) {
        spans.add(span);
    }

    /** A name behind a dollar. */
    void addVariable(int at) {
        variables.add(at);
    }

    String text() {
        return text;
    }

    String bare() {
        return new String(bare);
    }

    /** What stands inside braces, expressions, tests and quotes. */
    List<Span> spans(ShellNesting.Kind kind) {
        return spans.stream().filter(span -> span.kind() == kind).toList();
    }

    /** Where the names of variables begin that are expanded without braces. */
    List<Integer> variables() {
        return variables;
    }
}
