package dev.runbook.action.shell.syntax;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.regex.Pattern;

/** The stack of open constructs at a place in a shell text, innermost on top, and how a value is treated there. */
final class ShellNesting {
    enum Kind {
        /** Commands: the top level, {@code $(…)} and {@code (…)}. */
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

    /**
     * @param tabs whether leading tabs are stripped from its lines ({@code <<-})
     */
    record HereDocument(String word, boolean quoted, boolean tabs) {
        boolean endsWith(String line) {
            return (tabs ? line.replaceFirst("^\t+", "") : line).equals(word);
        }
    }

    /** One open construct; {@code commandStart} advances with each command read in it. */
    static final class Frame {
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

    /** {@code ${name-…}}, {@code ${name:=…}}, {@code ${name##…}}: what follows is text or a pattern, in every shell. */
    private static final Pattern TEXT_IN_BRACES =
            Pattern.compile("([A-Za-z_][A-Za-z0-9_]*|[0-9]+|[@*#?!$-])(:?[-=?+]|##?|%%?|//?).*", Pattern.DOTALL);

    private static final Pattern DEFAULT_IN_BRACES =
            Pattern.compile("([A-Za-z_][A-Za-z0-9_]*|[0-9]+|[@*#?!$-]):?[-=?+].*", Pattern.DOTALL);

    private final String text;
    private final Deque<Frame> open = new ArrayDeque<>();

    ShellNesting(String text) {
        this.text = text;
        push(Kind.COMMANDS, 0);
    }

    Frame top() {
        return open.peek();
    }

    /** Returns whether anything is open besides the text itself. */
    boolean inner() {
        return open.size() > 1;
    }

    int depth() {
        return open.size();
    }

    void push(Kind kind, int start) {
        open.push(new Frame(kind, start, null));
    }

    void push(HereDocument document, int start) {
        open.push(new Frame(Kind.HERE_DOCUMENT, start, document));
    }

    void pop() {
        open.pop();
    }

    boolean has(Kind kind) {
        return open.stream().anyMatch(frame -> frame.kind == kind);
    }

    /** Returns the context of a value at {@code at}. */
    ShellPlace placeAt(int at) {
        if (has(Kind.ARITHMETIC)) {
            return ShellPlace.ARITHMETIC;
        }
        if (has(Kind.TEST)) {
            return ShellPlace.DOUBLE_BRACKETS;
        }
        Frame top = open.peek();
        if (top.kind != Kind.SINGLE && has(Kind.BACKTICKS)) {
            return ShellPlace.BACKTICKS;
        }
        return switch (top.kind) {
            case SINGLE -> ShellPlace.SINGLE_QUOTES;
            case DOLLAR_SINGLE -> ShellPlace.DOLLAR_QUOTES;
            case DOUBLE -> ShellPlace.DOUBLE_QUOTES;
            case COMMENT -> ShellPlace.COMMENT;
            case HERE_DOCUMENT -> top.document.quoted() ? ShellPlace.QUOTED_HERE_DOCUMENT : ShellPlace.HERE_DOCUMENT;
            case BRACES -> placeInBraces(at);
            default -> ShellPlace.BARE;
        };
    }

    private ShellPlace placeInBraces(int at) {
        String since = sinceBrace(at);
        if (since.isEmpty()) {
            return ShellPlace.AFTER_DOLLAR;
        }
        if (!TEXT_IN_BRACES.matcher(since).matches()) {
            return ShellPlace.ARITHMETIC; // ${name:offset} and ${name[index]} compute
        }
        return inDoubleQuotes() ? ShellPlace.DOUBLE_QUOTES : ShellPlace.BARE;
    }

    private String sinceBrace(int at) {
        return text.substring(open.peek().start, at);
    }

    /** Returns whether the construct around the braces already keeps a value in one word. */
    private boolean inDoubleQuotes() {
        for (Frame frame : open) {
            if (frame.kind != Kind.BRACES) {
                return frame.kind == Kind.DOUBLE || frame.kind == Kind.HERE_DOCUMENT;
            }
        }
        return false;
    }

    /** Returns the innermost command as read up to {@code at}. */
    Optional<String> commandBefore(int at) {
        for (Frame frame : open) {
            if (frame.kind == Kind.COMMANDS || frame.kind == Kind.CASE || frame.kind == Kind.BACKTICKS) {
                return Optional.of(text.substring(frame.commandStart, at));
            }
        }
        return Optional.empty();
    }

    /** Returns the innermost command before a value that begins a word of it, bare or in double quotes. */
    Optional<String> commandBeforeWord(int at) {
        Frame top = open.peek();
        boolean quoted = top.kind == Kind.DOUBLE && top.start == at;
        boolean bare = top.kind == Kind.COMMANDS || top.kind == Kind.CASE;
        return quoted || bare
                ? commandBefore(at).map(command -> quoted ? command.substring(0, command.length() - 1) : command)
                : Optional.empty();
    }

    /** Returns whether a single quote at {@code at} is a literal character, as in {@code "${name-it's}"}. */
    boolean apostrophe(int at) {
        return inDoubleQuotes() && DEFAULT_IN_BRACES.matcher(sinceBrace(at)).matches();
    }
}
