package dev.runbook.compile.syntax;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Counts constructs whose cost for the parser or compiler far exceeds their length, before either sees them: chains
 * that nest without brackets ({@code if} after {@code if}, {@code else} after {@code else}, nested ternaries, nested
 * type arguments), blocks and variables, whose number slows every stage down, and the length of names. {@link
 * OpenBrackets} counts brackets.
 */
final class ParseLimits {
    private static final int LONGEST_CHAIN = 100;
    private static final int MOST_BLOCKS = 2_000;
    private static final int MOST_VARIABLES = 1_000;

    /** A class file allows 65535 bytes; an error message quotes the whole name. */
    private static final int LONGEST_NAME = 500;

    /** The number of {@code else} branches in each open block. */
    private final Deque<Integer> elses = new ArrayDeque<>();

    private final Consumer<String> refuse;
    private int ifs;
    private int choices;
    private int types;
    private int blocks;
    private int variables;

    /** @param refuse receives the message when the code exceeds a limit */
    ParseLimits(Consumer<String> refuse) {
        this.refuse = refuse;
        elses.push(0);
    }

    void opened(char bracket) {
        elses.push(0);
        if (bracket == '{') {
            chainsEnd();
            if (++blocks > MOST_BLOCKS) {
                refuse.accept("a file has at most " + MOST_BLOCKS + " blocks");
            }
        }
    }

    void closed(char bracket) {
        if (elses.size() > 1) {
            elses.pop();
        }
        if (bracket == '}') {
            chainsEnd();
        }
    }

    private void chainsEnd() {
        ifs = 0;
        choices = 0;
        types = 0;
    }

    void word(String word) {
        if (word.length() > LONGEST_NAME) {
            refuse.accept("a name has at most " + LONGEST_NAME + " characters");
        }
        switch (word) {
            case "if" -> chain(++ifs);
            case "else" -> {
                elses.push(elses.pop() + 1);
                chain(elses.peek());
            }
            case "def" -> {
                if (++variables > MOST_VARIABLES) {
                    refuse.accept("a file has at most " + MOST_VARIABLES + " variables");
                }
            }
            default -> {}
        }
    }

    void sign(char sign, char next) {
        if (sign == '?' && next != '.' && next != ':') {
            chain(++choices);
        } else if (sign == '<' && next != '=') {
            chain(++types);
        }
    }

    private void chain(int length) {
        if (length > LONGEST_CHAIN) {
            refuse.accept("more than " + LONGEST_CHAIN + " conditions or types follow each other here");
        }
    }
}
