package dev.runbook.action.sql;

import dev.runbook.AuthorException;
import dev.runbook.action.sql.script.SqlStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds PostgreSQL statements that change the state of the server's session. Behind a pooler the session serves other
 * clients after the transaction: they would inherit the setting, lock or table, and the script's next statement might
 * not see it.
 */
final class SessionStatements {
    private static final Pattern MARK = Pattern.compile(
            "^\\W*(set)\\s+(?!local\\b|transaction\\b|constraints\\b)"
                    + "|^\\W*(reset|discard|listen|prepare(?!\\s+transaction)|deallocate|load)\\b"
                    + "|^\\W*(create\\s+(?:(?:global|local)\\s+)?temp(?:orary)?)\\b(?!.*\\bon\\s+commit\\s+drop\\b)"
                    + "|\\b(into\\s+temp(?:orary)?)\\b"
                    + "|\\b(with\\s+hold)\\b"
                    + "|\\b(set_config)\\s*\\([^()]*,\\s*(?:false|'f)"
                    + "|\\b(pg_(?:try_)?advisory_(?:un)?lock\\w*)\\s*\\(",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private SessionStatements() {}

    /** Returns the words that change the session's state. */
    static Optional<String> of(SqlStatement statement) {
        Matcher mark = MARK.matcher(statement.code());
        if (!mark.find()) {
            return Optional.empty();
        }
        for (int group = 1; group <= mark.groupCount(); group++) {
            if (mark.group(group) != null) {
                return Optional.of(mark.group(group).replaceAll("\\s+", " "));
            }
        }
        throw new IllegalStateException("a mark without its words");
    }

    static List<SqlFlaw> in(List<SqlStatement> statements, String database) {
        List<SqlFlaw> flaws = new ArrayList<>();
        for (SqlStatement statement : statements) {
            of(statement)
                    .ifPresent(mark -> flaws.add(new SqlFlaw(
                            statement.line(),
                            "'" + mark + "' changes the server session, which the pooler of database '" + database
                                    + "' shares with other clients",
                            cure(mark))));
        }
        return flaws;
    }

    /** @throws AuthorException when a statement changes the state of a shared session */
    static void refuse(String database, List<BoundStatement> statements) {
        List<SqlFlaw> flaws =
                in(statements.stream().map(BoundStatement::statement).toList(), database);
        if (!flaws.isEmpty()) {
            SqlFlaw first = flaws.get(0);
            throw new AuthorException(
                    "line " + first.line() + ": " + first.message() + ": " + first.cure()
                            + "; or write pooler: session in the environment if each client keeps its session; nothing was sent");
        }
    }

    private static String cure(String mark) {
        return mark.equalsIgnoreCase("set") || mark.equalsIgnoreCase("set_config")
                ? "write SET LOCAL in a step with transaction: true"
                : "use a form that ends with the transaction, or a url that connects to the server directly";
    }
}
