package dev.runbook.compile.syntax;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits the text of a runbook into words, texts, signs and line ends, without parsing it. Comments and blanks are left
 * out.
 */
final class SourceTokens {
    enum Kind {
        WORD,
        /** A number or a quoted text: a value that no rule looks into. */
        LITERAL,
        SIGN,
        LINE_END
    }

    /** @param start the index of the first character; {@code end} is that after the last */
    record Token(Kind kind, int start, int end, String text) {
        boolean is(String other) {
            return kind != Kind.LITERAL && text.equals(other);
        }
    }

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private SourceTokens(String source) {
        this.source = source;
    }

    static List<Token> of(String source) {
        SourceTokens scanner = new SourceTokens(source);
        while (scanner.at < source.length()) {
            scanner.next();
        }
        return scanner.tokens;
    }

    private void next() {
        char c = source.charAt(at);
        if (source.startsWith("//", at)) {
            at = indexOf("\n", at);
        } else if (source.startsWith("/*", at)) {
            at = Math.min(source.length(), indexOf("*/", at + 2) + 2);
        } else if (c == '\n') {
            add(Kind.LINE_END, at + 1);
        } else if (Character.isWhitespace(c)) {
            at++;
        } else if (source.startsWith("'''", at) || source.startsWith("\"\"\"", at)) {
            add(Kind.LITERAL, endOfText(source.substring(at, at + 3)));
        } else if (c == '\'' || c == '"' || (c == '/' && !followsValue(tokens.size()))) {
            add(Kind.LITERAL, endOfText(String.valueOf(c)));
        } else if (Character.isJavaIdentifierStart(c)) {
            add(Kind.WORD, endOfWord());
        } else {
            add(Character.isDigit(c) ? Kind.LITERAL : Kind.SIGN, Character.isDigit(c) ? endOfWord() : at + 1);
        }
    }

    private void add(Kind kind, int end) {
        tokens.add(new Token(kind, at, end, source.substring(at, end)));
        at = end;
    }

    private int indexOf(String wanted, int from) {
        int index = source.indexOf(wanted, from);
        return index < 0 ? source.length() : index;
    }

    private int endOfWord() {
        int end = at;
        while (end < source.length() && Character.isJavaIdentifierPart(source.charAt(end))) {
            end++;
        }
        return end;
    }

    /** Returns the end of a quoted text; one that fits on a line ends with its line at the latest. */
    private int endOfText(String quote) {
        int end = at + quote.length();
        while (end < source.length() && !source.startsWith(quote, end)) {
            char c = source.charAt(end);
            if (quote.length() == 1 && c == '\n') {
                return end;
            }
            if (c == '\\') {
                end += 2;
            } else if (!quote.startsWith("'") && source.startsWith("${", end)) {
                end = endOfValue(end + 2);
            } else {
                end++;
            }
        }
        return Math.min(source.length(), end + quote.length());
    }

    private int endOfValue(int from) {
        int open = 1;
        int end = from;
        while (end < source.length() && open > 0) {
            char c = source.charAt(end++);
            open += c == '{' ? 1 : c == '}' ? -1 : 0;
        }
        return end;
    }

    /** Returns whether a value ends right before the token at an index, so that an operator may follow it. */
    private boolean followsValue(int index) {
        return index > 0 && endsValue(tokens.get(index - 1));
    }

    /** Returns whether a value may end with a token. */
    static boolean endsValue(Token token) {
        return switch (token.kind()) {
            case WORD, LITERAL -> true;
            case SIGN -> ")]}".contains(token.text());
            case LINE_END -> false;
        };
    }

    /** Returns whether a value may begin with a token. */
    static boolean beginsValue(Token token) {
        return switch (token.kind()) {
            case WORD, LITERAL -> true;
            case SIGN -> "([!-".contains(token.text());
            case LINE_END -> false;
        };
    }
}
