package dev.runbook.action.sql;

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
 * @param gaps where in the text the gaps are
 * @param values what stands in them
 * @param startLine the line of the script the text begins on
 * @param times how often it is sent ({@code GO 5})
 */
record SqlStatement(String text, String code, List<Integer> gaps, List<Object> values, int startLine, int times) {
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

    /** Its first word, in small letters. */
    String verb() {
        Matcher word = WORD.matcher(code);
        return word.find() ? word.group().toLowerCase(Locale.ROOT) : "";
    }

    /** Whether it only looks, as far as its words tell: lost halfway, it has changed nothing. */
    boolean reads() {
        return READING.contains(verb()) && !WRITES.matcher(code).find();
    }

    /** Whether the number the database answers with counts rows that it changed. */
    boolean changesRows() {
        return CHANGING.contains(verb());
    }

    /** Whether the database undoes all of it when it fails: what runs procedures may commit on its way. */
    boolean isOneTransaction() {
        return !Set.of("call", "do", "exec", "execute", "begin", "start").contains(verb());
    }

    /** Whether what a batch did before a failure depends on transactions of its own, as far as its words tell. */
    boolean hasOwnTransactions() {
        return OWN_TRANSACTIONS.matcher(code).find();
    }

    /** Whether the server is told not to count rows, so that answers do not tell what was done. */
    boolean isSilent() {
        return SILENT.matcher(code).find();
    }

    /** Whether anything stands on the lines before one, counted from 1 in the batch. */
    boolean hasCodeBefore(int line) {
        return code.lines().limit(Math.max(0, line - 1)).anyMatch(text -> !text.isBlank());
    }

    /** Whether anything stands on the lines after one, counted from 1 in the batch. */
    boolean hasCodeAfter(int line) {
        return code.lines().skip(line).anyMatch(text -> !text.isBlank());
    }

    /** Whether it can bring more rows than memory should hold. */
    boolean bringsRows() {
        return Set.of("select", "with", "values", "table").contains(verb());
    }

    /** Whether it may end a transaction that others began, and so make their effects permanent. */
    boolean commits() {
        return verb().equals("end") || COMMITS.matcher(code).find();
    }

    /** Whether the connection is after it what it was before: no settings, temporary tables or the like. */
    boolean leavesConnectionAsItWas() {
        return LEAVING_NOTHING.contains(verb());
    }

    /** The line of the script its first word stands on. */
    int line() {
        Matcher word = WORD.matcher(code);
        return word.find() ? lineAt(word.start()) : startLine;
    }

    /** The line of the script of a place in the text. */
    int lineAt(int offset) {
        return startLine + SqlText.lineAt(text, offset) - 1;
    }
}
