package dev.runbook.action.sql.script;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One statement (or, where batches are sent, one batch) of a script.
 *
 * @param text as written, with one character for each gap
 * @param code the text with everything that is not code blanked out
 * @param gaps the offsets of the gaps in the text
 * @param values the values in the gaps
 * @param startLine the line of the script where the text begins
 * @param times how often it is sent ({@code GO 5})
 */
public record SqlStatement(
        String text, String code, List<Integer> gaps, List<Object> values, int startLine, int times) {
    private static final Pattern WORD = Pattern.compile("[\\p{L}_]+");
    private static final Pattern WRITES = Pattern.compile(
            "\\b(insert|update|delete|merge|into|analyze|call|exec|execute|create|drop|alter|truncate|restore|backup|kill|set)\\b",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern COMMITS = Pattern.compile("(?<!\\bon\\s)\\bcommit\\b", Pattern.CASE_INSENSITIVE);
    private static final Set<String> READING = Set.of("select", "with", "values", "table", "show", "explain", "pragma");
    private static final Pattern OWN_TRANSACTIONS = Pattern.compile(
            "\\b(tran|transaction|commit|rollback|xact_abort|implicit_transactions|exec|execute)\\b",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern SILENT = Pattern.compile("\\bnocount\\s+on\\b", Pattern.CASE_INSENSITIVE);
    private static final Set<String> CHANGING =
            Set.of("insert", "update", "delete", "merge", "replace", "with", "copy", "execute", "call");
    private static final Set<String> LEAVING_NOTHING = Set.of(
            "select",
            "with",
            "values",
            "table",
            "show",
            "explain",
            "insert",
            "update",
            "delete",
            "merge",
            "begin",
            "start",
            "commit",
            "end",
            "rollback");

    /** Returns the first word, in lower case. */
    public String verb() {
        Matcher word = WORD.matcher(code);
        return word.find() ? word.group().toLowerCase(Locale.ROOT) : "";
    }

    /** Returns whether the statement only reads, judged by its words: if interrupted, it has changed nothing. */
    public boolean reads() {
        return READING.contains(verb()) && !WRITES.matcher(code).find();
    }

    /** Returns whether the database's count is the number of changed rows. */
    public boolean changesRows() {
        return CHANGING.contains(verb());
    }

    /**
     * Returns whether the database undoes the whole statement when it fails: a statement that calls procedures may
     * commit in between.
     */
    public boolean isOneTransaction() {
        return !Set.of("call", "do", "exec", "execute", "begin", "start").contains(verb());
    }

    /**
     * Returns whether a batch has its own transactions, judged by its words, on which the effects before a failure
     * depend.
     */
    public boolean hasOwnTransactions() {
        return OWN_TRANSACTIONS.matcher(code).find();
    }

    /** Returns whether the batch turns row counts off, so that counts do not show what was changed. */
    public boolean isSilent() {
        return SILENT.matcher(code).find();
    }

    /** Returns whether there is code on the lines before this one, counted from 1 in the batch. */
    public boolean hasCodeBefore(int line) {
        return code.lines().limit(Math.max(0, line - 1)).anyMatch(text -> !text.isBlank());
    }

    /** Returns whether there is code on the lines after this one, counted from 1 in the batch. */
    public boolean hasCodeAfter(int line) {
        return code.lines().skip(line).anyMatch(text -> !text.isBlank());
    }

    /** Returns whether it can return more rows than memory should hold. */
    public boolean bringsRows() {
        return Set.of("select", "with", "values", "table").contains(verb());
    }

    /** Returns whether it may end a transaction that others began, and so make their effects permanent. */
    public boolean commits() {
        return verb().equals("end") || COMMITS.matcher(code).find();
    }

    /** Returns whether it leaves the connection unchanged: no settings, temporary tables or the like. */
    public boolean leavesConnectionAsItWas() {
        return LEAVING_NOTHING.contains(verb());
    }

    /** Returns the line of the script with the first word. */
    public int line() {
        Matcher word = WORD.matcher(code);
        return word.find() ? lineAt(word.start()) : startLine;
    }

    /** Returns the line of the script for an offset in the text. */
    public int lineAt(int offset) {
        return startLine + SqlText.lineAt(text, offset) - 1;
    }
}
