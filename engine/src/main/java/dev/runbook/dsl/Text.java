package dev.runbook.dsl;

import dev.runbook.value.Unknown;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** A text that an earlier step leaves, known once that step has run. */
@SuppressWarnings("ComparableType") // conditions compare it with any plain value
public final class Text implements RunTimeValue, CharSequence, Comparable<Object> {
    private final String content;
    private final String source;

    private Text(String content, String source) {
        this.content = content;
        this.source = source;
    }

    static Text of(Object content) {
        return new Text(String.valueOf(content), null);
    }

    /** @param source where it will come from, for people: {@code Take a backup: stdout} */
    static Text unknown(String source) {
        return new Text(null, source);
    }

    @NotAWord
    @Override
    public Object plain() {
        return content == null ? new Unknown(source) : content;
    }

    /** The text without white space around it. */
    public Text trim() {
        return map(".trim()", String::trim);
    }

    public Text toLowerCase() {
        return map(".toLowerCase()", text -> text.toLowerCase(java.util.Locale.ROOT));
    }

    public Text toUpperCase() {
        return map(".toUpperCase()", text -> text.toUpperCase(java.util.Locale.ROOT));
    }

    /** The text with every occurrence of one text replaced by another. */
    public Text replace(String old, String with) {
        return map(".replace(…)", text -> text.replace(old, with));
    }

    /** Its lines. */
    public Json readLines() {
        return content == null
                ? Json.unknown(source + ".readLines()")
                : Json.of(content.lines().toList(), source);
    }

    /** The number it says. */
    public Json toInteger() {
        if (content == null) {
            return Json.unknown(source + ".toInteger()");
        }
        try {
            return Json.of(Long.valueOf(content.trim()), source);
        } catch (NumberFormatException e) {
            throw new Unreadable("'" + content.trim() + "' is no whole number");
        }
    }

    public boolean contains(CharSequence part) {
        return known().contains(part);
    }

    public boolean startsWith(String part) {
        return known().startsWith(part);
    }

    public boolean endsWith(String part) {
        return known().endsWith(part);
    }

    public boolean matches(String pattern) {
        return known().matches(pattern);
    }

    @Override
    public boolean isEmpty() {
        return known().isEmpty();
    }

    public int size() {
        return known().length();
    }

    private Text map(String operation, UnaryOperator<String> change) {
        return content == null ? unknown(source + operation) : new Text(change.apply(content), source);
    }

    private String known() {
        if (content == null) {
            throw new Unreadable("‹" + source + "› is known only in a run");
        }
        return content;
    }

    @Override
    public int length() {
        return toString().length();
    }

    @Override
    public char charAt(int index) {
        return toString().charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return toString().subSequence(start, end);
    }

    @Override
    public int compareTo(Object other) {
        return Comparison.order(this, other);
    }

    @Override
    public boolean equals(Object other) {
        return Comparison.same(this, other);
    }

    @Override
    public int hashCode() {
        return Objects.hash(content, source);
    }

    @Override
    public String toString() {
        return content == null ? "‹" + source + "›" : content;
    }
}
