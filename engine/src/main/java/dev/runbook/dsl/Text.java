package dev.runbook.dsl;

import dev.runbook.value.Unknown;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** A text from an earlier step, known once that step has run. */
public final class Text extends TextValue implements RunTimeValue {
    private final String content;
    private final String source;
    /** Reads the text again if it was unknown when it was assigned to a name; null for a known text. */
    private final Supplier<Text> later;

    private Text(String content, String source, Supplier<Text> later) {
        this.content = content;
        this.source = source;
        this.later = later;
    }

    static Text of(Object content) {
        return new Text(String.valueOf(content), null, null);
    }

    /**
     * @param source the later source of the text, for messages: {@code Take a backup: stdout}
     * @param later reads the text again, which may still be unknown
     */
    static Text unknown(String source, Supplier<Text> later) {
        return new Text(null, source, later);
    }

    /** Returns the current text: a name declared outside a step is also used in the run. */
    private Text now() {
        return content == null ? later.get() : this;
    }

    @NotAWord
    @Override
    public Object plain() {
        String now = now().content;
        return now == null ? new Unknown(source) : now;
    }

    /** The text without leading and trailing white space. */
    public Text trim() {
        return map(".trim()", String::trim);
    }

    public Text toLowerCase() {
        return map(".toLowerCase()", text -> text.toLowerCase(Locale.ROOT));
    }

    public Text toUpperCase() {
        return map(".toUpperCase()", text -> text.toUpperCase(Locale.ROOT));
    }

    /** The text with every occurrence of one text replaced by another. */
    public Text replace(String old, String with) {
        return map(".replace(…)", text -> text.replace(old, with));
    }

    /** The lines of the text. */
    public Json readLines() {
        String now = now().content;
        return now == null
                ? Json.unknown(source + ".readLines()", this::readLines)
                : Json.of(now.lines().toList(), source);
    }

    /** The number that the text contains. */
    public Json toInteger() {
        String now = now().content;
        if (now == null) {
            return Json.unknown(source + ".toInteger()", this::toInteger);
        }
        try {
            return Json.of(Long.valueOf(now.trim()), source);
        } catch (NumberFormatException e) {
            throw new Unreadable("'" + now.trim() + "' is not a whole number");
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
        return Patterns.matches(pattern, known());
    }

    @Override
    public boolean isEmpty() {
        return known().isEmpty();
    }

    public int size() {
        return known().length();
    }

    private Text map(String operation, UnaryOperator<String> change) {
        String now = now().content;
        return now == null
                ? unknown(source + operation, () -> map(operation, change))
                : new Text(change.apply(now), source, null);
    }

    private String known() {
        String now = now().content;
        if (now == null) {
            throw new Unreadable("‹" + source + "› is known only in a run");
        }
        return now;
    }

    @Override
    public String toString() {
        return plain().toString();
    }
}
