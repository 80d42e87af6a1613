package dev.runbook.compile.syntax;

import dev.runbook.compile.rewrite.ConditionBlocks;
import dev.runbook.compile.source.Diagnostic;
import dev.runbook.compile.source.SourceText;
import dev.runbook.compile.syntax.SourceTokens.Kind;
import dev.runbook.compile.syntax.SourceTokens.Token;
import dev.runbook.compile.vocabulary.Vocabulary;
import dev.runbook.plan.Place;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Finds forms of other languages that Groovy parses as something else or not at all: {@code and}, {@code or},
 * {@code not}, {@code =} and {@code <>} in a condition, and a word that follows a closing brace on the same line. Each
 * is reported with its cure, and replaced in the same columns by what was meant, so that the rest of the file is
 * checked as well.
 */
public final class ForeignSyntax {
    /** The words and methods whose block holds a condition. */
    private static final Set<String> CONDITIONS =
            Set.of("expect", "onlyIf", "when", "every", "any", "find", "findAll", "count");

    /** What may follow a closing brace on its line. */
    private static final Set<String> AFTER_BRACE =
            Set.of("else", "in", "instanceof", "as", "catch", "finally", "while");

    private static final Set<String> KEYWORDS = Set.of(
            "and",
            "or",
            "not",
            "in",
            "as",
            "is",
            "equals",
            "instanceof",
            "def",
            "new",
            "return",
            "if",
            "else",
            "for",
            "assert",
            "throw");

    private static final Set<String> LOGICAL = Set.of("and", "or", "not");

    /** More are not read by anyone, and each costs time in proportion to the file. */
    private static final int MOST_MISTAKES = 100;

    private static final Set<String> JOINING = Set.of("&&", "||");

    /**
     * @param opener the word or method whose arguments or block the bracket opens
     * @param condition whether a condition is inside
     */
    private record Bracket(String sign, String opener, boolean condition) {
        boolean separatesConditions() {
            return sign.equals("{") && ConditionBlocks.WORDS.contains(opener);
        }
    }

    private static final Bracket NONE = new Bracket("", "", false);

    private final SourceText source;
    private final List<Token> tokens;
    private final StringBuilder corrected;
    private final List<Diagnostic> mistakes = new ArrayList<>();
    private final Deque<Bracket> open = new ArrayDeque<>();
    /** The lines on which the replacement may be of another type than what was meant. */
    private final Set<Integer> uncertain = new HashSet<>();

    private Bracket closedLast = NONE;
    private int index;

    private ForeignSyntax(SourceText source) {
        this.source = source;
        this.tokens = SourceTokens.of(source.text());
        this.corrected = new StringBuilder(source.text());
    }

    /**
     * @param corrected the text with every mistake replaced by what was meant, all else in its place
     * @param mistakes one for each replacement
     * @param uncertain the lines on which the replacement may be of another type than what was meant
     */
    public record Result(String corrected, List<Diagnostic> mistakes, Set<Integer> uncertain) {
        /** Returns whether a mistake found in the corrected text only follows from a replacement. */
        public boolean explains(Diagnostic found) {
            return uncertain.contains(found.place().line())
                    || mistakes.stream().anyMatch(known -> known.place().equals(found.place()));
        }
    }

    public static Result of(SourceText source) {
        ForeignSyntax syntax = new ForeignSyntax(source);
        for (; syntax.index < syntax.tokens.size() && syntax.mistakes.size() < MOST_MISTAKES; syntax.index++) {
            syntax.read(syntax.tokens.get(syntax.index));
        }
        return new Result(syntax.corrected.toString(), syntax.mistakes, syntax.uncertain);
    }

    private void read(Token token) {
        if (token.kind() == Kind.SIGN && "({[".contains(token.text())) {
            String opener = token.is("{") && previous(1).is(")")
                    ? closedLast.opener()
                    : previous(1).text();
            open.push(new Bracket(token.text(), opener, inCondition() || opensCondition(token)));
        } else if (token.kind() == Kind.SIGN && ")}]".contains(token.text())) {
            closedLast = open.isEmpty() ? NONE : open.pop();
            if (token.is("}") && !inCondition()) {
                wordAfterBrace(closedLast, next(1));
            }
        } else if (inCondition()) {
            readOperator(token);
        }
    }

    private boolean inCondition() {
        return !open.isEmpty() && open.peek().condition();
    }

    private boolean opensCondition(Token bracket) {
        return bracket.is("{")
                ? CONDITIONS.contains(previous(1).text())
                : bracket.is("(") && previous(1).is("if");
    }

    private Token previous(int steps) {
        return at(index - steps);
    }

    private Token next(int steps) {
        return at(index + steps);
    }

    private Token at(int position) {
        return position >= 0 && position < tokens.size() ? tokens.get(position) : new Token(Kind.LINE_END, 0, 0, "");
    }

    private void readOperator(Token token) {
        switch (token.text().toLowerCase(Locale.ROOT)) {
            case "and" -> join(token, "&&");
            case "or" -> join(token, "||");
            case "not" -> not(token);
            case "=" -> assign(token);
            case "<" -> {
                if (adjacent(token, next(1)) && next(1).is(">")) {
                    replace(token, next(1), "!=", "'<>' is not an operator", "write '!='");
                }
            }
            case "is", "equals" -> {
                if (isBetweenValues(token)) {
                    replace(token, token, "==", notAnOperator(token), "write '=='");
                }
            }
            case "," -> {
                if (open.peek().separatesConditions()) {
                    replace(
                            token,
                            token,
                            ";",
                            "conditions are not separated by a comma",
                            "write each on a new line, or join them with &&");
                }
            }
            case "in", "as", "instanceof" -> {}
            default -> {
                if (isBetweenValues(token)) {
                    uncertain.add(lineOf(token));
                    replace(
                            token,
                            token,
                            token.end() - token.start() > 1 ? "==" : "+",
                            notAnOperator(token),
                            "to call a method write ." + token.text()
                                    + "(…); the operators are ==, !=, <, >, in, &&, || and !");
                }
            }
        }
    }

    private static String notAnOperator(Token token) {
        return "'" + token.text() + "' is not an operator";
    }

    private boolean isBetweenValues(Token word) {
        boolean value = next(1).kind() == Kind.WORD || next(1).kind() == Kind.LITERAL;
        return isOperator(word)
                && SourceTokens.endsValue(previous(1))
                && value
                && !KEYWORDS.contains(previous(1).text())
                && !KEYWORDS.contains(next(1).text());
    }

    private void join(Token word, String operator) {
        if (isOperator(word) && SourceTokens.endsValue(before()) && SourceTokens.beginsValue(after(index + 1))) {
            replace(word, word, operator, notAnOperator(word), "write '" + operator + "'");
        }
    }

    /** Returns the nearest token before this one, across line ends. */
    private Token before() {
        int position = index - 1;
        while (position > 0 && at(position).kind() == Kind.LINE_END) {
            position--;
        }
        return at(position);
    }

    private Token after(int from) {
        int position = from;
        while (position < tokens.size() && at(position).kind() == Kind.LINE_END) {
            position++;
        }
        return at(position);
    }

    private boolean isOperator(Token word) {
        return word.kind() == Kind.WORD && !previous(1).is(".") && !next(1).is(":");
    }

    private void not(Token word) {
        if (!isOperator(word)) {
            return;
        }
        if (next(1).is("in") && SourceTokens.endsValue(previous(1))) {
            replace(word, next(1), "!in", "'not in' is not an operator", "write '!in'");
        } else if (SourceTokens.beginsValue(next(1))
                && (!SourceTokens.endsValue(previous(1)) || isJoining(previous(1)))) {
            String operand = operand();
            boolean simple = operand.matches("[\\w.]+|\\([^()]*\\)");
            // the '!' is left out: it would negate the first value of a comparison only
            replace(word, word, "", notAnOperator(word), "write !" + (simple ? operand : "(" + operand + ")"));
        }
    }

    /** Returns whether a word was read as an operator that joins two conditions. */
    private boolean isJoining(Token word) {
        return JOINING.contains(corrected.substring(word.start(), word.end()).strip());
    }

    /** Returns the text from the next token to the end of the condition that it begins. */
    private String operand() {
        int end = index;
        int depth = 0;
        for (int position = index + 1; position < tokens.size(); position++) {
            Token token = at(position);
            boolean sign = token.kind() == Kind.SIGN;
            if (sign && "({[".contains(token.text())) {
                depth++;
            } else if (sign && ")}]".contains(token.text())) {
                depth--;
            }
            boolean joins = "&|;".contains(token.text())
                    || LOGICAL.contains(token.text().toLowerCase(Locale.ROOT));
            if (depth < 0 || (depth == 0 && (token.kind() == Kind.LINE_END || joins))) {
                break;
            }
            end = position;
        }
        return source.text().substring(next(1).start(), at(end).end());
    }

    /** {@code status = 200}, in a condition, is meant as a comparison; {@code def x = 3} is not. */
    private void assign(Token sign) {
        boolean alone = !isSign(previous(1), sign) && !(isSign(next(1), sign) && "=~".contains(next(1).text()));
        boolean declares = previous(1).kind() == Kind.WORD
                && previous(2).kind() == Kind.WORD
                && !LOGICAL.contains(previous(2).text().toLowerCase(Locale.ROOT));
        if (sign.kind() == Kind.SIGN && alone && !declares) {
            boolean room = sign.end() < corrected.length() && corrected.charAt(sign.end()) == ' ';
            report(sign, sign, "'=' assigns; a condition compares with '=='", "write '=='");
            corrected.replace(sign.start(), sign.end() + (room ? 1 : 0), room ? "==" : "<");
        }
    }

    /** Returns whether a token is the rest of a longer operator with a sign: {@code <=}. */
    private static boolean isSign(Token token, Token sign) {
        return token.kind() == Kind.SIGN
                && (adjacent(token, sign) || adjacent(sign, token))
                && !")]}([".contains(token.text());
    }

    private static boolean adjacent(Token token, Token other) {
        return token.end() == other.start();
    }

    private void wordAfterBrace(Bracket closed, Token word) {
        int blank = word.start() - 1;
        if (word.kind() == Kind.WORD
                && !word.text().startsWith("$")
                && !AFTER_BRACE.contains(word.text())
                && at(index).end() <= blank) {
            List<String> cures = new ArrayList<>(List.of("begin a new line before '" + word.text() + "'"));
            if (Vocabulary.blocksWith(word.text()).contains(closed.opener())) {
                cures.add("if it belongs to this " + closed.opener() + ", write it before the '}'");
            }
            report(
                    word,
                    word,
                    "'" + word.text() + "' cannot follow '}' on the same line",
                    cures.toArray(String[]::new));
            corrected.setCharAt(blank, ';');
        }
    }

    private void replace(Token first, Token last, String meant, String message, String cure) {
        report(first, last, message, cure);
        String padded = meant + " ".repeat(last.end() - first.start() - meant.length());
        corrected.replace(first.start(), last.end(), padded);
    }

    private int lineOf(Token token) {
        return (int) source.text()
                        .chars()
                        .limit(token.start())
                        .filter(c -> c == '\n')
                        .count()
                + 1;
    }

    private void report(Token first, Token last, String message, String... cures) {
        String before = source.text().substring(0, first.start());
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        int column = SourceText.column(
                before.substring(before.lastIndexOf('\n') + 1), first.start() - before.lastIndexOf('\n') - 1);
        mistakes.add(new Diagnostic(
                new Place(source.file(), line, column),
                source.text().codePointCount(first.start(), last.end()),
                message,
                source.line(line),
                List.of(cures)));
    }
}
