package dev.runbook.compile.syntax;

import dev.runbook.compile.source.Diagnostic;
import dev.runbook.compile.source.SourceText;
import dev.runbook.plan.Place;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Scans the quotes and brackets of a text. Before parsing it finds nesting too deep for the parser; in a text that the
 * parser has rejected, it finds unclosed quotes and brackets at the place where they open.
 */
public final class OpenBrackets {
    private static final String OPENING = "({[";
    private static final String CLOSING = ")}]";

    private record Open(char bracket, int line, int column, int indentation) {}

    /**
     * The depth that the parser and the checks can handle on any thread's stack; no readable runbook is nested deeper.
     */
    private static final int DEEPEST = 100;

    /** The maximum length of one text in a class file. */
    private static final int LONGEST_TEXT = 65_535;

    /** The compiler's time grows quadratically with this number. */
    private static final int MOST_VALUES = 500;

    private final SourceText source;
    private final String text;
    private final List<Diagnostic> mistakes = new ArrayList<>();
    private final Deque<Open> open = new ArrayDeque<>();
    private Open suspect;
    private final ParseLimits limits = new ParseLimits(this::refuse);
    private Diagnostic refused;
    private int at;
    private int line = 1;
    private int lineStart;

    OpenBrackets(SourceText source) {
        this.source = source;
        this.text = source.text();
    }

    /** Returns the place where the nesting becomes too deep. */
    public static Optional<Diagnostic> tooDeep(SourceText source) {
        OpenBrackets brackets = new OpenBrackets(source);
        while (brackets.at < brackets.text.length() && brackets.refused == null) {
            brackets.step();
        }
        return Optional.ofNullable(brackets.refused);
    }

    /** Returns the quotes and brackets that are never closed, or that close nothing. */
    List<Diagnostic> mistakes() {
        while (at < text.length()) {
            step();
        }
        if (!open.isEmpty() && mistakes.isEmpty()) {
            Open unclosed = suspect != null ? suspect : open.peekLast();
            add(
                    unclosed.line(),
                    unclosed.column(),
                    1,
                    "this '" + unclosed.bracket() + "' is never closed",
                    "add '" + closing(unclosed.bracket()) + "' where its block ends");
        }
        return mistakes;
    }

    private void step() {
        char c = text.charAt(at);
        if (text.startsWith("//", at)) {
            skipTo("\n");
        } else if (text.startsWith("/*", at)) {
            skipTo("*/");
            advance(2);
        } else if (text.startsWith("'''", at) || text.startsWith("\"\"\"", at)) {
            quoted(text.substring(at, at + 3));
        } else if (c == '\'' || c == '"') {
            quoted(String.valueOf(c));
        } else if (c == '~' && at + 1 < text.length() && text.charAt(at + 1) == '/') {
            advance(1);
            quoted("/");
        } else if (Character.isJavaIdentifierStart(c)) {
            word();
        } else {
            bracket(c);
            limits.sign(c, next());
            advance(1);
        }
    }

    /** Returns the character after this one. */
    private char next() {
        return at + 1 < text.length() ? text.charAt(at + 1) : ' ';
    }

    private void word() {
        int end = at;
        while (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end))) {
            end++;
        }
        limits.word(text.substring(at, end));
        advance(end - at);
    }

    private void bracket(char c) {
        if (OPENING.indexOf(c) >= 0) {
            open.push(new Open(c, line, column(), indentation(line)));
            limits.opened(c);
            note(open.size());
        } else if (CLOSING.indexOf(c) >= 0) {
            limits.closed(c);
            close(c);
        }
    }

    private void note(int depth) {
        if (depth > DEEPEST) {
            refuse("brackets are nested more than " + DEEPEST + " deep here");
        }
    }

    private void refuse(String message) {
        refuseAt(line, column(), message);
    }

    private void refuseAt(int atLine, int atColumn, String message) {
        if (refused == null) {
            refused = diagnostic(
                    atLine, atColumn, 1, message, "split it into parts with names, or put it into a file or runbook");
        }
    }

    private void close(char c) {
        if (open.stream().noneMatch(one -> closing(one.bracket()) == c)) {
            add(line, column(), 1, "this '" + c + "' closes nothing", "remove it, or open its block above");
            return;
        }
        Open last = open.pop();
        if (closing(last.bracket()) != c) {
            add(
                    last.line(),
                    last.column(),
                    1,
                    "this '" + last.bracket() + "' is still open at the '" + c + "' of line " + line,
                    "close it with '" + closing(last.bracket()) + "'");
            while (!open.isEmpty() && closing(last.bracket()) != c) {
                last = open.pop();
            }
        } else if (suspect == null
                && c == '}'
                && source.line(line).stripLeading().startsWith("}")
                && last.line() != line
                && indentation(line) < last.indentation()) {
            suspect = last; // closed further left than it was opened: its own brace is the missing one
        }
    }

    /** Scans to the closing quote; a text in a single quote ends at the end of its line at the latest. */
    private void quoted(String quote) {
        int openedLine = line;
        int openedColumn = column();
        boolean values = quote.startsWith("\"") || quote.equals("/");
        boolean oneLine = quote.equals("'") || quote.equals("\"");
        int start = at;
        int gaps = 0;
        advance(quote.length());
        while (at < text.length() && !text.startsWith(quote, at)) {
            char c = text.charAt(at);
            if (oneLine && c == '\n') {
                break;
            }
            if (c == '\\') {
                advance(2);
            } else if (values && c == '$' && !quote.equals("/")) {
                if (++gaps > MOST_VALUES) {
                    refuse("a text has more than " + MOST_VALUES + " values here");
                }
                value();
            } else {
                advance(1);
            }
        }
        if (text.substring(start, at).getBytes(StandardCharsets.UTF_8).length > LONGEST_TEXT) {
            refuseAt(openedLine, openedColumn, "a text of more than " + LONGEST_TEXT + " bytes is too long here");
        }
        if (text.startsWith(quote, at)) {
            advance(quote.length());
        } else {
            add(openedLine, openedColumn, quote.length(), "this quote is never closed", "close it with " + quote);
        }
    }

    /** Scans the text after a {@code $}: a value, or the shell's own sign, which Groovy does not accept. */
    private void value() {
        char next = next();
        if (next == '{') {
            int depth = 0;
            int braces = 0;
            advance(1);
            do {
                char c = text.charAt(at);
                limits.sign(c, next());
                braces += c == '{' ? 1 : c == '}' ? -1 : 0;
                depth += OPENING.indexOf(c) >= 0 ? 1 : CLOSING.indexOf(c) >= 0 ? -1 : 0;
                note(open.size() + depth);
                advance(1);
            } while (at < text.length() && braces > 0 && text.charAt(at) != '\n');
        } else if (Character.isLetter(next) || next == '_') {
            advance(2);
        } else {
            String shown = at + 1 < text.length() ? Character.toString(text.codePointAt(at + 1)) : "";
            add(
                    line,
                    column(),
                    2,
                    "'$" + shown + "' in double quotes is not a value",
                    "for the shell's own write \\$" + shown + ", or put the whole text in single quotes");
            advance(1);
        }
    }

    private void skipTo(String end) {
        while (at < text.length() && !text.startsWith(end, at)) {
            advance(1);
        }
    }

    private void advance(int characters) {
        for (int i = 0; i < characters && at < text.length(); i++) {
            if (text.charAt(at++) == '\n') {
                line++;
                lineStart = at;
            }
        }
    }

    private int column() {
        return text.codePointCount(lineStart, at) + 1;
    }

    private int indentation(int number) {
        String whole = source.line(number);
        return whole.length() - whole.stripLeading().length();
    }

    private static char closing(char bracket) {
        return bracket == '(' ? ')' : bracket == '[' ? ']' : '}';
    }

    private void add(int atLine, int atColumn, int length, String message, String cure) {
        mistakes.add(diagnostic(atLine, atColumn, length, message, cure));
    }

    private Diagnostic diagnostic(int atLine, int atColumn, int length, String message, String cure) {
        Place place = new Place(source.file(), atLine, atColumn);
        return new Diagnostic(place, length, message, source.line(atLine), List.of(cure));
    }
}
