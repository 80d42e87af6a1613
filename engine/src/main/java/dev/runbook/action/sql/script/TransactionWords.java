package dev.runbook.action.sql.script;

import java.util.Locale;
import java.util.regex.Pattern;

/** Classifies the effect of a PostgreSQL or SQLite statement on a transaction. */
public enum TransactionWords {
    BEGINS("begin(\\s+(transaction|work|tran|deferred|immediate|exclusive|isolation|read|not|deferrable)\\b.*)?"
            + "|start\\s+transaction\\b.*"),
    ENDS("(commit|end|rollback|abort)(\\s+(transaction|work))?(\\s+and\\s+no\\s+chain)?|prepare\\s+transaction\\b.*"
            + "|(commit|end|rollback)\\s+tran"),
    /** Ends a transaction and begins the next. */
    CHAINS("(commit|end|rollback|abort)(\\s+(transaction|work))?\\s+and\\s+chain"),
    /** Has no effect outside a transaction. */
    NEEDS_ONE("set\\s+(local|transaction)\\b.*"),
    SETS_AUTOCOMMIT("set\\s+(session\\s+)?\\W*(autocommit|implicit_transactions)\\b.*"),
    NONE(".*");

    private final Pattern statement;

    TransactionWords(String statement) {
        this.statement = Pattern.compile(statement, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }

    public static TransactionWords of(SqlStatement one) {
        String code = one.code().strip();
        for (TransactionWords words : values()) {
            if (words.statement.matcher(code).matches()) {
                return words;
            }
        }
        return NONE;
    }

    /** Returns whether it begins or ends a transaction, or makes the database do so. */
    public boolean decides() {
        return this != NONE && this != NEEDS_ONE;
    }

    /** Returns the words for messages: {@code COMMIT}, {@code SET LOCAL}. */
    public static String written(SqlStatement statement) {
        String[] words = statement.code().strip().split("\\s+", 3);
        boolean two = words.length > 1 && words[0].matches("(?i)start|set|prepare|begin");
        return (two ? words[0] + " " + words[1] : words[0]).toUpperCase(Locale.ROOT);
    }
}
