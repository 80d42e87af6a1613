package dev.runbook.action.sql;

import dev.runbook.action.sql.script.SqlStatement;
import dev.runbook.action.sql.script.TransactionWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds transactions that a script of PostgreSQL or SQLite begins, ends or leaves open in the wrong place. */
final class TransactionFlaws {
    private static final String CURE = "remove it: the engine begins and ends the transaction";

    private TransactionFlaws() {}

    /**
     * Finds statements that break a transaction of the engine.
     *
     * @param option why the engine creates it: {@code transaction: true}
     */
    static List<SqlFlaw> inStepTransaction(List<SqlStatement> statements, String option) {
        List<SqlFlaw> flaws = new ArrayList<>();
        for (SqlStatement statement : statements) {
            if (TransactionWords.of(statement).decides()) {
                flaws.add(notAllowed(statement.line(), TransactionWords.written(statement), option));
            }
        }
        return flaws;
    }

    /**
     * Finds statements that set something for the rest of a transaction, where each statement has its own transaction.
     */
    static List<SqlFlaw> inEach(List<SqlStatement> statements) {
        return statements.stream()
                .filter(statement -> TransactionWords.of(statement) == TransactionWords.NEEDS_ONE)
                .map(statement ->
                        without(statement.line(), TransactionWords.written(statement), TransactionWords.NEEDS_ONE))
                .toList();
    }

    static SqlFlaw notAllowed(int line, String words, String option) {
        String written = words.strip().replaceAll("\\s+", " ").toUpperCase(Locale.ROOT);
        return new SqlFlaw(line, written + " is not allowed with " + option, CURE);
    }

    /** Finds transactions of the script that are never ended, or ended without a beginning. */
    static List<SqlFlaw> inScriptTransaction(List<SqlStatement> statements) {
        List<SqlFlaw> flaws = new ArrayList<>();
        Optional<SqlStatement> begun = Optional.empty();
        for (SqlStatement statement : statements) {
            TransactionWords words = TransactionWords.of(statement);
            String written = TransactionWords.written(statement);
            int line = statement.line();
            if (words == TransactionWords.SETS_AUTOCOMMIT) {
                flaws.add(new SqlFlaw(
                        line,
                        written + " has no effect: each statement is committed by itself",
                        "for one transaction of all statements write transaction: true"));
            } else if (words == TransactionWords.BEGINS && begun.isPresent()) {
                flaws.add(new SqlFlaw(
                        line,
                        written + " inside the transaction that began in line "
                                + begun.get().line(),
                        "end that one first, or use SAVEPOINT"));
            } else if (words != TransactionWords.NONE && words != TransactionWords.BEGINS && begun.isEmpty()) {
                flaws.add(without(line, written, words));
            }
            begun = switch (words) {
                case BEGINS -> begun.or(() -> Optional.of(statement));
                case CHAINS -> Optional.of(statement);
                case ENDS -> Optional.empty();
                default -> begun;
            };
        }
        begun.ifPresent(open -> flaws.add(new SqlFlaw(
                open.line(),
                "the transaction that begins here has no end, and would be rolled back",
                "end it with COMMIT, or write transaction: true and remove " + TransactionWords.written(open))));
        return flaws;
    }

    private static SqlFlaw without(int line, String written, TransactionWords words) {
        return words == TransactionWords.NEEDS_ONE
                ? new SqlFlaw(line, written + " has no effect outside of a transaction", "write transaction: true")
                : new SqlFlaw(
                        line,
                        written + " without BEGIN has no effect: each statement is committed by itself",
                        "for one transaction of all statements write transaction: true, and remove " + written);
    }
}
