package dev.runbook.action.shell;

import dev.runbook.action.shell.ShellText.Gap;
import dev.runbook.action.shell.ShellText.Place;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Walks over a shell text once, with a stack of what is open at each character: quotes, substitutions, here-documents.
 * A gap is a NUL in the walked text, a character no shell text holds.
 */
final class ShellScanner {
    private enum Kind {
        /** Commands: the top of the text, {@code $(…)} and {@code (…)}. */
        COMMANDS,
        /** {@code case … esac}, where a closing parenthesis ends a pattern. */
        CASE,
        TEST,
        BRACES,
        DOUBLE,
        SINGLE,
        DOLLAR_SINGLE,
        BACKTICKS,
        ARITHMETIC,
        /** A parenthesis inside an expression. */
        GROUPING,
        COMMENT,
        HERE_DOCUMENT
    }

    private record HereDocument(String word, boolean quoted, boolean tabs) {}

    private static final class Frame {
        final Kind kind;
        final int start;
        final HereDocument document;
        int commandStart;

        Frame(Kind kind, int start, HereDocument document) {
            this.kind = kind;
            this.start = start;
            this.commandStart = start;
            this.document = document;
        }
    }

    private static final char GAP = '\0';
    private static final char END = '\uFFFF';

    /** Words after which a command begins anew. */
    private static final Set<String> BEFORE_A_COMMAND =
            Set.of("if", "then", "else", "elif", "while", "until", "do", "!", "{", "time");

    /** {@code ${name-…}}, {@code ${name:=…}}, {@code ${name##…}}: what stands after is text or a pattern, in every shell. */
    private static final Pattern TEXT_IN_BRACES =
            Pattern.compile("([A-Za-z_][A-Za-z0-9_]*|[0-9]+|[@*#?!$-])(:?[-=?+]|##?|%%?|//?).*", Pattern.DOTALL);

    private static final Pattern DEFAULT_IN_BRACES =
            Pattern.compile("([A-Za-z_][A-Za-z0-9_]*|[0-9]+|[@*#?!$-]):?[-=?+].*", Pattern.DOTALL);

    private final String text;
    private final List<Gap> gaps = new ArrayList<>();
    private final Deque<Frame> open = new ArrayDeque<>();
    private final Deque<HereDocument> announced = new ArrayDeque<>();
    private int at;

    ShellScanner(List<String> parts) {
        text = String.join(String.valueOf(GAP), parts);
        push(Kind.COMMANDS, 0);
        while (at < text.length()) {
            step();
        }
    }

    List<Gap> gaps() {
        return List.copyOf(gaps);
    }

    private void step() {
        switch (open.peek().kind) {
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
            open.peek().commandStart = at;
            nextHereDocument();
        } else if (c == '\n' || c == ';' || c == '&' || c == '|') {
            at++;
            open.peek().commandStart = at;
        } else if (!expansion()) {
            at++;
        }
    }

    /** {@code case}, {@code esac}, {@code [[}, {@code ]]}: the words that change what a character means. */
    private boolean keyword() {
        Kind kind = open.peek().kind;
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
        if (open.peek().kind == Kind.COMMANDS && open.size() > 1) {
            pop(1);
        } else {
            at++;
            open.peek().commandStart = at;
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
        } else if (c == '\''
                && !(inDoubleQuotes() && DEFAULT_IN_BRACES.matcher(sinceBrace()).matches())) {
            push(Kind.SINGLE, 1);
        } else if (!expansion()) {
            at++;
        }
    }

    private void arithmetic() {
        char c = peek(0);
        boolean grouping = open.peek().kind == Kind.GROUPING;
        if (c == '(') {
            push(Kind.GROUPING, 1);
        } else if (c == ')' && grouping) {
            pop(1);
        } else if (c == ')' && peek(1) == ')') {
            pop(2);
        } else if (c == ']' && !grouping && text.charAt(open.peek().start - 1) == '[') {
            pop(1);
        } else if (!expansion()) {
            at++;
        }
    }

    /** What begins with a backslash, a dollar or a backtick means the same in every open thing but quotes. */
    private boolean expansion() {
        char c = peek(0);
        if (c == GAP) {
            gap(place());
        } else if (c == '\\') {
            at++;
            if (peek(0) == GAP) {
                gap(Place.AFTER_BACKSLASH);
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
                gap(Place.AFTER_DOLLAR);
            }
            default -> at++;
        }
    }

    private void backtick() {
        if (has(Kind.BACKTICKS)) {
            while (open.peek().kind != Kind.BACKTICKS) {
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
            gap(place());
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
            gap(place());
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
                gap(Place.HERE_DOCUMENT_WORD);
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
        open.push(new Frame(Kind.HERE_DOCUMENT, at, announced.poll()));
    }

    private void hereDocument() {
        HereDocument document = open.peek().document;
        if (text.charAt(at - 1) == '\n') {
            int end = text.indexOf('\n', at);
            String line = text.substring(at, end < 0 ? text.length() : end);
            if ((document.tabs() ? line.replaceFirst("^\t+", "") : line).equals(document.word())) {
                open.pop();
                at = end < 0 ? text.length() : end + 1;
                open.peek().commandStart = at;
                if (!announced.isEmpty()) {
                    nextHereDocument();
                }
                return;
            }
        }
        if (document.quoted() && peek(0) == GAP) {
            gap(place());
        } else if (document.quoted() || !expansion()) {
            at++;
        }
    }

    private void gap(Place place) {
        boolean read = place.allowed() && place != Place.COMMENT;
        gaps.add(new Gap(
                place,
                read ? commandSoFar().flatMap(SecondReading::by) : Optional.empty(),
                read ? asAWord().flatMap(OptionLike::to) : Optional.empty()));
        at++;
    }

    private Place place() {
        if (has(Kind.ARITHMETIC)) {
            return Place.ARITHMETIC;
        }
        if (has(Kind.TEST)) {
            return Place.DOUBLE_BRACKETS;
        }
        Frame top = open.peek();
        if (top.kind != Kind.SINGLE && has(Kind.BACKTICKS)) {
            return Place.BACKTICKS;
        }
        return switch (top.kind) {
            case SINGLE -> Place.SINGLE_QUOTES;
            case DOLLAR_SINGLE -> Place.DOLLAR_QUOTES;
            case DOUBLE -> Place.DOUBLE_QUOTES;
            case COMMENT -> Place.COMMENT;
            case HERE_DOCUMENT -> top.document.quoted() ? Place.QUOTED_HERE_DOCUMENT : Place.HERE_DOCUMENT;
            case BRACES -> placeInBraces();
            default -> Place.BARE;
        };
    }

    private Place placeInBraces() {
        String since = sinceBrace();
        if (since.isEmpty()) {
            return Place.AFTER_DOLLAR;
        }
        if (!TEXT_IN_BRACES.matcher(since).matches()) {
            return Place.ARITHMETIC; // ${name:offset} and ${name[index]} compute
        }
        return inDoubleQuotes() ? Place.DOUBLE_QUOTES : Place.BARE;
    }

    private String sinceBrace() {
        return text.substring(open.peek().start, at);
    }

    /** Whether what is open around the braces already keeps a value in one piece. */
    private boolean inDoubleQuotes() {
        for (Frame frame : open) {
            if (frame.kind != Kind.BRACES) {
                return frame.kind == Kind.DOUBLE || frame.kind == Kind.HERE_DOCUMENT;
            }
        }
        return false;
    }

    private Optional<String> commandSoFar() {
        for (Frame frame : open) {
            if (frame.kind == Kind.COMMANDS || frame.kind == Kind.CASE || frame.kind == Kind.BACKTICKS) {
                return Optional.of(text.substring(frame.commandStart, at));
            }
        }
        return Optional.empty();
    }

    /** The command before a value that begins a word of it, bare or in double quotes. */
    private Optional<String> asAWord() {
        Frame top = open.peek();
        boolean quoted = top.kind == Kind.DOUBLE && top.start == at;
        boolean bare = top.kind == Kind.COMMANDS || top.kind == Kind.CASE;
        return quoted || bare
                ? commandSoFar().map(command -> quoted ? command.substring(0, command.length() - 1) : command)
                : Optional.empty();
    }

    private boolean wordStarts() {
        return at == open.peek().start
                || at == open.peek().commandStart
                || " \t\n;&|()<>".indexOf(text.charAt(at - 1)) >= 0;
    }

    /** Whether nothing of the current command has been read yet. */
    private boolean commandStarts() {
        String before = text.substring(open.peek().commandStart, at).strip();
        return before.isEmpty() || BEFORE_A_COMMAND.contains(before);
    }

    private boolean word(String word) {
        if (!text.startsWith(word, at)) {
            return false;
        }
        char after = peek(word.length());
        return after == END || " \t\n;&|()<>".indexOf(after) >= 0;
    }

    private boolean has(Kind kind) {
        return open.stream().anyMatch(frame -> frame.kind == kind);
    }

    private void push(Kind kind, int length) {
        at += length;
        open.push(new Frame(kind, at, null));
    }

    private void pop(int length) {
        at += length;
        open.pop();
    }

    private char peek(int ahead) {
        return at + ahead < text.length() ? text.charAt(at + ahead) : END;
    }
}
