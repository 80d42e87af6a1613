package dev.runbook.compile;

import dev.runbook.plan.Place;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Finds, in a text the parser has refused, the quotes and brackets that are never closed, at the place where they were
 * opened. Only asked when there is an error, so a construct it misreads never refuses a good file.
 */
final class OpenBrackets {
    private record Open(char bracket, int line, int column, int indentation) {}

    private final SourceText source;
    private final String text;
    private final List<Diagnostic> mistakes = new ArrayList<>();
    private final Deque<Open> open = new ArrayDeque<>();
    private Open suspect;
    private int at;
    private int line = 1;
    private int lineStart;

    OpenBrackets(SourceText source) {
        this.source = source;
        this.text = source.text();
    }

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
        } else {
            bracket(c);
            advance(1);
        }
    }

    private void bracket(char c) {
        if ("({[".indexOf(c) >= 0) {
            open.push(new Open(c, line, column(), indentation(line)));
        } else if (")}]".indexOf(c) >= 0) {
            close(c);
        }
    }

    private void close(char c) {
        if (open.isEmpty()) {
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

    /** Reads on to the closing quote; a text in one quote ends at the end of its line at the latest. */
    private void quoted(String quote) {
        int openedLine = line;
        int openedColumn = column();
        boolean values = quote.startsWith("\"") || quote.equals("/");
        boolean oneLine = quote.equals("'") || quote.equals("\"");
        advance(quote.length());
        while (at < text.length() && !text.startsWith(quote, at)) {
            char c = text.charAt(at);
            if (oneLine && c == '\n') {
                break;
            }
            if (c == '\\') {
                advance(2);
            } else if (values && c == '$' && !quote.equals("/")) {
                value();
            } else {
                advance(1);
            }
        }
        if (text.startsWith(quote, at)) {
            advance(quote.length());
        } else {
            add(openedLine, openedColumn, quote.length(), "this quote is never closed", "close it with " + quote);
        }
    }

    /** After a {@code $}: a value, or the shell's own sign that Groovy does not take. */
    private void value() {
        char next = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
        if (next == '{') {
            int depth = 0;
            advance(1);
            do {
                char c = text.charAt(at);
                depth += c == '{' ? 1 : c == '}' ? -1 : 0;
                advance(1);
            } while (at < text.length() && depth > 0 && text.charAt(at) != '\n');
        } else if (Character.isLetter(next) || next == '_') {
            advance(2);
        } else {
            add(
                    line,
                    column(),
                    2,
                    "'$" + next + "' in double quotes is no value",
                    "for the shell's own write \\$" + next + ", or put the whole text in single quotes");
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
        return at - lineStart + 1;
    }

    private int indentation(int number) {
        String whole = source.line(number);
        return whole.length() - whole.stripLeading().length();
    }

    private static char closing(char bracket) {
        return bracket == '(' ? ')' : bracket == '[' ? ']' : '}';
    }

    private void add(int atLine, int atColumn, int length, String message, String cure) {
        mistakes.add(new Diagnostic(
                new Place(source.file(), atLine, atColumn), length, message, source.line(atLine), List.of(cure)));
    }
}
