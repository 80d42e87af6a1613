package dev.runbook.lab.powershell;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of a script and the position of its parser. */
final class ScriptText {
    private static final Pattern ASSIGNMENT = Pattern.compile("\\$(\\w+)[ \\t]*=(?!=)");
    private static final Pattern PARAMETER = Pattern.compile("-([A-Za-z]\\w*)");
    private static final Pattern VARIABLE =
            Pattern.compile("\\$(?:\\{([^}]+)\\}|((?:env:)?\\w+))", Pattern.CASE_INSENSITIVE);
    private static final String AFTER_BARE_WORD = " \t\n;|)}({,";

    private final String text;
    private int at;

    ScriptText(String text) {
        this.text = text.replace("\r\n", "\n");
    }

    boolean atEnd() {
        return at >= text.length();
    }

    /** Returns the character here; NUL at the end. */
    char peek() {
        return peek(0);
    }

    char peek(int ahead) {
        return at + ahead < text.length() ? text.charAt(at + ahead) : '\0';
    }

    char next() {
        return text.charAt(at++);
    }

    void skipSpaces() {
        while (peek() == ' ' || peek() == '\t') {
            at++;
        }
        if (peek() == '#') {
            while (!atEnd() && peek() != '\n') {
                at++;
            }
        }
    }

    /** Skips spaces, ends of lines, semicolons and comments. */
    void skipBreaks() {
        for (skipSpaces(); peek() == '\n' || peek() == ';'; skipSpaces()) {
            at++;
        }
    }

    /** Returns whether the command here has no further argument. */
    boolean atStageEnd() {
        return atEnd() || "\n;|)}".indexOf(peek()) >= 0;
    }

    boolean take(char expected) {
        skipSpaces();
        if (peek() != expected) {
            return false;
        }
        at++;
        return true;
    }

    void expect(char expected) {
        skipBreaks();
        if (!take(expected)) {
            throw unexpected();
        }
    }

    /** Takes a keyword, which is not part of a longer word. */
    boolean takeWord(String word) {
        skipSpaces();
        boolean there = text.regionMatches(true, at, word, 0, word.length())
                && !Character.isLetterOrDigit(peek(word.length()))
                && peek(word.length()) != '-';
        at += there ? word.length() : 0;
        return there;
    }

    /** Takes {@code $name =} and returns the name; null when no assignment is here. */
    String takeAssignment() {
        return takePattern(ASSIGNMENT);
    }

    /** Takes {@code -Name} and returns the name; null when no parameter is here. */
    String takeParameter() {
        return takePattern(PARAMETER);
    }

    /** Takes an operator such as {@code -eq} after spaces; null when another word is here. */
    String takeOperator(Pattern operator) {
        int before = at;
        skipSpaces();
        String taken = takePattern(operator);
        if (taken == null) {
            at = before;
        }
        return taken;
    }

    /** Takes a variable and returns its name. */
    String variable() {
        skipSpaces();
        String name = takePattern(VARIABLE);
        if (name == null) {
            throw unexpected();
        }
        return name;
    }

    String bareWord() {
        int start = at;
        while (!atEnd() && AFTER_BARE_WORD.indexOf(peek()) < 0) {
            at++;
        }
        if (at == start) {
            throw unexpected();
        }
        return text.substring(start, at);
    }

    /**
     * Takes the lines of a here-string, whose opening quote has been taken; returns the lines without the last break.
     */
    String hereString() {
        int end = text.indexOf("\n'@", at);
        if (end < 0) {
            throw new PowerShellException("The string is missing the terminator: '@.");
        }
        int start = text.indexOf('\n', at) + 1;
        at = end + 3;
        return start > end ? "" : text.substring(start, end);
    }

    private String takePattern(Pattern pattern) {
        Matcher matcher = pattern.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            return null;
        }
        at = matcher.end();
        return matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    }

    PowerShellException unexpected() {
        long line = text.substring(0, Math.min(at, text.length())).lines().count();
        return new PowerShellException("line " + line + ": the lab's PowerShell does not understand: "
                + text.substring(Math.min(at, text.length()))
                        .lines()
                        .findFirst()
                        .orElse("the end of the script"));
    }
}
