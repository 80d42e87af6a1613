package dev.runbook.action.sql;

import dev.runbook.action.sql.script.SqlStatement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds statements in SQL Server batches that break the transaction in which the engine runs all of them. */
final class BatchTransactions {
    private static final Pattern WORDS = Pattern.compile(
            "\\bbegin\\s+(?:distributed\\s+)?tran(?:saction)?\\b"
                    + "|(?<!\\bon\\s)\\bcommit\\b"
                    + "|\\brollback\\b(?:\\s+tran(?:saction)?\\b(?:\\s+(?<name>\\w+))?)?"
                    + "|\\bset\\s+implicit_transactions\\b",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern SAVES =
            Pattern.compile("\\bsave\\s+tran(?:saction)?\\s+(\\w+)", Pattern.CASE_INSENSITIVE);

    /** A body is stored, not executed. */
    private static final Pattern STORES_BODY = Pattern.compile(
            "^\\s*(create|alter)\\s+(or\\s+alter\\s+)?(proc|procedure|trigger|function)\\b", Pattern.CASE_INSENSITIVE);

    /** Syntax that only SQL Server has, for a text whose dialect is not known. */
    private static final Pattern TRANSACT_SQL = Pattern.compile(
            "@@|\\bdeclare\\s+@|\\bbegin\\s+(?:try|catch|tran)\\b|^\\s*(?:go|print|exec|if|while)\\b|\\b(?:raiserror|throw)\\b"
                    + "|\\bset\\s+(?:nocount|xact_abort)\\b",
            Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

    private BatchTransactions() {}

    static boolean looksLike(String code) {
        return TRANSACT_SQL.matcher(code).find();
    }

    /**
     * @param option the option that makes them one transaction: {@code transaction: true}
     */
    static List<SqlFlaw> in(List<SqlStatement> batches, String option) {
        List<SqlFlaw> flaws = new ArrayList<>();
        Set<String> saved = new HashSet<>();
        for (SqlStatement batch : batches) {
            if (STORES_BODY.matcher(batch.code()).find()) {
                continue;
            }
            Matcher saves = SAVES.matcher(batch.code());
            while (saves.find()) {
                saved.add(saves.group(1).toLowerCase(Locale.ROOT));
            }
            Matcher words = WORDS.matcher(batch.code());
            while (words.find()) {
                String name = words.group("name");
                if (name == null || !saved.contains(name.toLowerCase(Locale.ROOT))) {
                    int end = name == null ? words.end() : words.start("name");
                    String written = batch.code().substring(words.start(), end);
                    flaws.add(TransactionFlaws.notAllowed(batch.lineAt(words.start()), written, option));
                }
            }
        }
        return flaws;
    }
}
