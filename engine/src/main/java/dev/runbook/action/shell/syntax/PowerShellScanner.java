package dev.runbook.action.shell.syntax;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Scans a PowerShell text once, with a stack of what is open at each character: quotes, here-strings, subexpressions.
 * PowerShell treats typographic quotes as quotes. A gap is a NUL in the scanned text, a character that PowerShell text
 * does not contain.
 */
final class PowerShellScanner {
    private enum Kind {
        COMMANDS,
        SINGLE,
        DOUBLE,
        HERE_SINGLE,
        HERE_DOUBLE,
        COMMENT,
        BLOCK_COMMENT,
        VERBATIM
    }

    private static final char GAP = '\0';
    private static final String SINGLE_QUOTES = "'\u2018\u2019\u201a\u201b";
    private static final String DOUBLE_QUOTES = "\"\u201c\u201d\u201e";
    private static final String MAY_STAND_BEFORE = " \t\r\n({,;=|[!";
    private static final String MAY_STAND_AFTER = " \t\r\n)},;]|";

    private final String text;
    private final Deque<Kind> open = new ArrayDeque<>(List.of(Kind.COMMANDS));
    private final List<PowerShellPlace> gaps = new ArrayList<>();
    private int at;

    PowerShellScanner(List<String> parts) {
        this.text = String.join(String.valueOf(GAP), parts);
    }

    List<PowerShellPlace> gaps() {
        while (at < text.length()) {
            switch (open.element()) {
                case COMMANDS -> inCommands();
                case DOUBLE -> inDoubleQuotes();
                case HERE_DOUBLE -> inHereString(DOUBLE_QUOTES);
                case HERE_SINGLE -> inHereString(SINGLE_QUOTES);
                case SINGLE -> inSingleQuotes();
                default -> inPlainText();
            }
        }
        return List.copyOf(gaps);
    }

    private void inCommands() {
        char c = text.charAt(at);
        if (c == GAP) {
            gap(barePlace());
        } else if (c == '`') {
            afterBacktick();
        } else if (c == '$') {
            variable();
        } else if (SINGLE_QUOTES.indexOf(c) >= 0) {
            string(Kind.SINGLE, Kind.HERE_SINGLE);
        } else if (DOUBLE_QUOTES.indexOf(c) >= 0) {
            string(Kind.DOUBLE, Kind.HERE_DOUBLE);
        } else if (text.startsWith("<#", at)) {
            enter(Kind.BLOCK_COMMENT, 2);
        } else if (c == '#' && atTokenStart()) {
            enter(Kind.COMMENT, 1);
        } else if (text.startsWith("--%", at) && atTokenStart() && !wordContinues(at + 3)) {
            enter(Kind.VERBATIM, 3);
        } else if (c == '(' || c == '{') {
            enter(Kind.COMMANDS, 1);
        } else if (c == ')' || c == '}') {
            leave(1);
        } else {
            at++;
        }
    }

    private void inDoubleQuotes() {
        char c = text.charAt(at);
        if (expansion(c)) {
            return;
        }
        boolean quote = DOUBLE_QUOTES.indexOf(c) >= 0;
        if (quote && isAt(at + 1, DOUBLE_QUOTES)) {
            at += 2; // a doubled quote is a literal quote
        } else if (quote) {
            leave(1);
        } else {
            at++;
        }
    }

    private void inHereString(String quotes) {
        char c = text.charAt(at);
        if (c == '\n' && isAt(at + 1, quotes) && isAt(at + 2, "@")) {
            leave(3);
        } else if (quotes.equals(SINGLE_QUOTES)) {
            plain(c, PowerShellPlace.SINGLE_QUOTES);
        } else if (!expansion(c)) {
            at++;
        }
    }

    private void inSingleQuotes() {
        char c = text.charAt(at);
        boolean quote = SINGLE_QUOTES.indexOf(c) >= 0;
        if (quote && isAt(at + 1, SINGLE_QUOTES)) {
            at += 2;
        } else if (quote) {
            leave(1);
        } else {
            plain(c, PowerShellPlace.SINGLE_QUOTES);
        }
    }

    private void inPlainText() {
        char c = text.charAt(at);
        Kind kind = open.element();
        if (kind == Kind.BLOCK_COMMENT ? text.startsWith("#>", at) : c == '\n') {
            leave(kind == Kind.BLOCK_COMMENT ? 2 : 1);
        } else {
            plain(c, kind == Kind.VERBATIM ? PowerShellPlace.VERBATIM : PowerShellPlace.COMMENT);
        }
    }

    private void plain(char c, PowerShellPlace place) {
        if (c == GAP) {
            gap(place);
        } else {
            at++;
        }
    }

    /** Scans what is expanded in text: a gap, a variable, a subexpression. */
    private boolean expansion(char c) {
        if (c == GAP) {
            gap(PowerShellPlace.DOUBLE_QUOTES);
        } else if (c == '`') {
            afterBacktick();
        } else if (c == '$') {
            variable();
        } else {
            return false;
        }
        return true;
    }

    private void afterBacktick() {
        at++;
        if (at < text.length() && text.charAt(at) == GAP) {
            gap(PowerShellPlace.AFTER_BACKTICK);
        } else {
            at++;
        }
    }

    /** Scans {@code $name}, {@code ${name}}, {@code $(…)}. */
    private void variable() {
        at++;
        if (isAt(at, "(")) {
            enter(Kind.COMMANDS, 1);
        } else if (isAt(at, String.valueOf(GAP))) {
            gap(PowerShellPlace.AFTER_DOLLAR);
        } else if (isAt(at, "{")) {
            while (at < text.length() && text.charAt(at) != '}') {
                plain(text.charAt(at), PowerShellPlace.IN_A_NAME);
            }
        }
    }

    private void string(Kind kind, Kind hereString) {
        int end = text.indexOf('\n', at);
        boolean here = at > 0
                && text.charAt(at - 1) == '@'
                && end > 0
                && text.substring(at + 1, end).isBlank();
        open.push(here ? hereString : kind);
        at = here ? end : at + 1; // the line's end may be the one before the closing quote
    }

    private PowerShellPlace barePlace() {
        if (at > 0 && MAY_STAND_BEFORE.indexOf(text.charAt(at - 1)) < 0) {
            return text.charAt(at - 1) == '&' ? PowerShellPlace.COMMAND : PowerShellPlace.PART_OF_WORD;
        }
        if (at + 1 < text.length() && MAY_STAND_AFTER.indexOf(text.charAt(at + 1)) < 0) {
            return PowerShellPlace.PART_OF_WORD;
        }
        String before = text.substring(0, at).stripTrailing();
        boolean call = before.endsWith("&") && !before.endsWith("&&");
        boolean source = before.endsWith(".")
                && (before.length() == 1 || " \t\n;{(|=".indexOf(before.charAt(before.length() - 2)) >= 0);
        return call || source ? PowerShellPlace.COMMAND : PowerShellPlace.BARE;
    }

    private boolean atTokenStart() {
        return at == 0 || " \t\r\n({;|&,)}".indexOf(text.charAt(at - 1)) >= 0;
    }

    private boolean wordContinues(int index) {
        return index < text.length() && !Character.isWhitespace(text.charAt(index));
    }

    private boolean isAt(int index, String any) {
        return index < text.length() && any.indexOf(text.charAt(index)) >= 0;
    }

    private void gap(PowerShellPlace place) {
        gaps.add(place);
        at++;
    }

    private void enter(Kind kind, int length) {
        open.push(kind);
        at += length;
    }

    /** Closes a bracket; PowerShell reports one that was not opened. */
    private void leave(int length) {
        if (open.size() > 1) {
            open.pop();
        }
        at += length;
    }
}
