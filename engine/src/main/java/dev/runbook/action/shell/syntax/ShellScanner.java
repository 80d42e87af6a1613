package dev.runbook.action.shell.syntax;

import dev.runbook.action.shell.syntax.ShellNesting.HereDocument;
import dev.runbook.action.shell.syntax.ShellNesting.Kind;
import dev.runbook.action.shell.syntax.ShellProjection.Span;
import dev.runbook.action.shell.syntax.ShellText.Gap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Scans a shell text once and tracks what is open at each character: quotes, substitutions, here-documents. A gap is a
 * NUL in the scanned text, a character that shell text does not contain.
 */
final class ShellScanner {
    private static final char GAP = '\0';
    private static final char END = '\uFFFF';

    /** The constructs that contain commands, not quoted text. */
    private static final Set<Kind> COMMANDS = EnumSet.of(Kind.COMMANDS, Kind.CASE, Kind.BACKTICKS, Kind.TEST);

    /** Words after which a new command begins. */
    private static final Set<String> BEFORE_A_COMMAND =
            Set.of("if", "then", "else", "elif", "while", "until", "do", "!", "{", "time");

    private final String text;
    private final List<Gap> gaps = new ArrayList<>();
    private final ShellNesting open;
    private final Deque<HereDocument> announced = new ArrayDeque<>();
    private final ShellProjection projection;
    private int at;

    ShellScanner(List<String> parts) {
        text = String.join(String.valueOf(GAP), parts);
        open = new ShellNesting(text);
        projection = new ShellProjection(text);
        while (at < text.length()) {
            Kind kind = open.top().kind;
            int depth = open.depth();
            int from = at;
            step();
            project(kind, from, open.depth() - depth);
        }
        while (open.inner()) {
            pop(0);
        }
    }

    /** Projects the characters read since {@code from}, and a construct that opened or closed. */
    private void project(Kind kind, int from, int change) {
        if (COMMANDS.contains(kind)) {
            if (text.startsWith("\\\n", from)) {
                projection.put(from, ' ');
                projection.put(from + 1, ' ');
            } else if (text.charAt(from) != '\\') {
                projection.keep(from, at);
            }
        }
        if (change > 0 && COMMANDS.contains(open.top().kind)) {
            projection.put(at - 1, '(');
        } else if (change < 0 && kind == Kind.BACKTICKS) {
            projection.put(from, ')');
        }
    }

    List<Gap> gaps() {
        return List.copyOf(gaps);
    }

    ShellProjection projection() {
        return projection;
    }

    private void step() {
        switch (open.top().kind) {
            case SINGLE -> quotedUntil('\'', false);
            case DOLLAR_SINGLE -> quotedUntil('\'', true);
            case COMMENT -> comment();
            case HERE_DOCUMENT -> hereDocument();
            case DOUBLE -> doubleQuotes();
            case BACKTICKS, COMMANDS, CASE, TEST -> commands();
            case BRACES -> braces();
            case ARITHMETIC, GROUPING -> arithmetic();
        }
    }

    private void commands() {
        char c = peek(0);
        if (wordStarts() && keyword()) {
            return;
        }
        if (c == '\'') {
            push(Kind.SINGLE, 1);
        } else if (c == '$' && peek(1) == '\'') {
            push(Kind.DOLLAR_SINGLE, 2);
        } else if (c == '"') {
            push(Kind.DOUBLE, 1);
        } else if (c == '#' && wordStarts()) {
            push(Kind.COMMENT, 1);
        } else if (c == '(' && peek(1) == '(' && commandStarts()) {
            push(Kind.ARITHMETIC, 2);
        } else if (c == '(') {
            push(Kind.COMMANDS, 1);
        } else if (c == ')') {
            closingParenthesis();
        } else if (c == '<' && peek(1) == '<' && peek(2) == '<') {
            at += 3;
        } else if (c == '<' && peek(1) == '<') {
            announceHereDocument();
        } else if (c == '\n' && !announced.isEmpty()) {
            at++;
            open.top().commandStart = at;
            nextHereDocument();
        } else if (c == '\n' || c == ';' || c == '&' || c == '|') {
            at++;
            open.top().commandStart = at;
        } else if (!expansion()) {
            at++;
        }
    }

    /** Scans {@code case}, {@code esac}, {@code [[}, {@code ]]}: the words that change what a character means. */
    private boolean keyword() {
        Kind kind = open.top().kind;
        if (word("case") && commandStarts()) {
            push(Kind.CASE, 4);
        } else if (word("[[") && commandStarts()) {
            push(Kind.TEST, 2);
        } else if (kind == Kind.CASE && word("esac")) {
            pop(4);
        } else if (kind == Kind.TEST && word("]]")) {
            pop(2);
        } else {
            return false;
        }
        return true;
    }

    private void closingParenthesis() {
        if (open.top().kind == Kind.COMMANDS && open.inner()) {
            pop(1);
        } else {
            at++;
            open.top().commandStart = at;
        }
    }

    private void doubleQuotes() {
        if (peek(0) == '"') {
            pop(1);
        } else if (!expansion()) {
            at++;
        }
    }

    private void braces() {
        char c = peek(0);
        if (c == '}') {
            pop(1);
        } else if (c == '"') {
            push(Kind.DOUBLE, 1);
        } else if (c == '\'' && !open.apostrophe(at)) {
            push(Kind.SINGLE, 1);
        } else if (!expansion()) {
            at++;
        }
    }

    private void arithmetic() {
        char c = peek(0);
        boolean grouping = open.top().kind == Kind.GROUPING;
        if (c == '(') {
            push(Kind.GROUPING, 1);
        } else if (c == ')' && grouping) {
            pop(1);
        } else if (c == ')' && peek(1) == ')') {
            pop(2);
        } else if (c == ']' && !grouping && text.charAt(open.top().start - 1) == '[') {
            pop(1);
        } else if (!expansion()) {
            at++;
        }
    }

    /** Scans an expansion: a backslash, a dollar or a backtick means the same in every construct but single quotes. */
    private boolean expansion() {
        char c = peek(0);
        if (c == GAP) {
            gap(open.placeAt(at));
        } else if (c == '\\') {
            at++;
            if (peek(0) == GAP) {
                gap(ShellPlace.AFTER_BACKSLASH);
            } else {
                at++;
            }
        } else if (c == '`') {
            backtick();
        } else if (c == '$') {
            dollar();
        } else {
            return false;
        }
        return true;
    }

    private void dollar() {
        switch (peek(1)) {
            case '(' -> push(peek(2) == '(' ? Kind.ARITHMETIC : Kind.COMMANDS, peek(2) == '(' ? 3 : 2);
            case '[' -> push(Kind.ARITHMETIC, 2);
            case '{' -> push(Kind.BRACES, 2);
            case '$' -> at += 2;
            case GAP -> {
                at++;
                gap(ShellPlace.AFTER_DOLLAR);
            }
            default -> {
                if (Character.isLetter(peek(1))) {
                    projection.addVariable(at + 1);
                }
                at++;
            }
        }
    }

    private void backtick() {
        if (open.has(Kind.BACKTICKS)) {
            while (open.top().kind != Kind.BACKTICKS) {
                open.pop();
            }
            pop(1);
        } else {
            push(Kind.BACKTICKS, 1);
        }
    }

    private void quotedUntil(char end, boolean escapes) {
        char c = peek(0);
        if (c == GAP) {
            gap(open.placeAt(at));
        } else if (c == end) {
            pop(1);
        } else {
            at += escapes && c == '\\' && peek(1) != GAP ? 2 : 1;
        }
    }

    private void comment() {
        if (peek(0) == '\n') {
            open.pop(); // the line break itself belongs to what is outside
        } else if (peek(0) == GAP) {
            gap(open.placeAt(at));
        } else {
            at++;
        }
    }

    private void announceHereDocument() {
        at += 2;
        boolean tabs = peek(0) == '-';
        if (tabs) {
            at++;
        }
        while (peek(0) == ' ' || peek(0) == '\t') {
            at++;
        }
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        char quote = 0;
        for (; at < text.length(); at++) {
            char c = peek(0);
            if (c == GAP) {
                gap(ShellPlace.HERE_DOCUMENT_WORD);
                at--;
            } else if (quote != 0 && c == quote) {
                quote = 0;
            } else if (quote != 0) {
                word.append(c);
            } else if (c == '\'' || c == '"') {
                quote = c;
                quoted = true;
            } else if (c == '\\') {
                quoted = true;
            } else if (Character.isWhitespace(c) || ";&|<>()".indexOf(c) >= 0) {
                break;
            } else {
                word.append(c);
            }
        }
        announced.add(new HereDocument(word.toString(), quoted, tabs));
    }

    private void nextHereDocument() {
        open.push(announced.poll(), at);
    }

    private void hereDocument() {
        HereDocument document = open.top().document;
        if (text.charAt(at - 1) == '\n') {
            int end = text.indexOf('\n', at);
            String line = text.substring(at, end < 0 ? text.length() : end);
            if (document.endsWith(line)) {
                open.pop();
                at = end < 0 ? text.length() : end + 1;
                open.top().commandStart = at;
                if (!announced.isEmpty()) {
                    nextHereDocument();
                }
                return;
            }
        }
        if (document.quoted() && peek(0) == GAP) {
            gap(open.placeAt(at));
        } else if (document.quoted() || !expansion()) {
            at++;
        }
    }

    private void gap(ShellPlace place) {
        boolean read = place.allowed() && place != ShellPlace.COMMENT;
        gaps.add(new Gap(
                place,
                read ? open.commandBefore(at).flatMap(EvaluatingCommands::by) : Optional.empty(),
                read ? open.commandBeforeWord(at).flatMap(OptionLike::to) : Optional.empty(),
                at));
        at++;
    }

    private boolean wordStarts() {
        return at == open.top().start
                || at == open.top().commandStart
                || " \t\n;&|()<>".indexOf(text.charAt(at - 1)) >= 0;
    }

    /** Returns whether nothing of the current command has been read yet. */
    private boolean commandStarts() {
        String before = text.substring(open.top().commandStart, at).strip();
        return before.isEmpty() || BEFORE_A_COMMAND.contains(before);
    }

    private boolean word(String word) {
        if (!text.startsWith(word, at)) {
            return false;
        }
        char after = peek(word.length());
        return after == END || " \t\n;&|()<>".indexOf(after) >= 0;
    }

    private void push(Kind kind, int length) {
        at += length;
        open.push(kind, at);
    }

    private void pop(int length) {
        projection.add(new Span(open.top().kind, open.top().start, at));
        at += length;
        open.pop();
    }

    private char peek(int ahead) {
        return at + ahead < text.length() ? text.charAt(at + ahead) : END;
    }
}
