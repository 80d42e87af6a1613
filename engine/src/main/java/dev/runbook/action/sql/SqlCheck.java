package dev.runbook.action.sql;

import dev.runbook.AuthorException;
import dev.runbook.action.sql.database.Dialect;
import dev.runbook.action.sql.database.Postgres;
import dev.runbook.action.sql.database.SqlServer;
import dev.runbook.action.sql.script.SqlLiteral;
import dev.runbook.action.sql.script.SqlPlace;
import dev.runbook.action.sql.script.SqlScript;
import dev.runbook.action.sql.script.SqlStatement;
import dev.runbook.action.sql.script.SqlText;
import dev.runbook.environment.Environment.Database;
import dev.runbook.environment.Environment.DatabaseOptions.Pooler;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Checks the text of a step for mistakes that a database would report as an error or not detect. The text is checked
 * with the runbook, where the kind of database may not be known, and again before it is sent.
 */
final class SqlCheck {
    private static final Pattern GO =
            Pattern.compile("^[ \\t]*GO[ \\t]*\\r?$", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
    private static final Pattern WRITES_AGAIN =
            Pattern.compile("\\bread\\s+write\\b|\\btransaction_read_only\\b", Pattern.CASE_INSENSITIVE);

    private final SqlSpec spec;
    private final SqlSource source;
    private final Optional<Database> database;
    private final Optional<Dialect> dialect;
    private final SqlText text;
    private final List<SqlFlaw> flaws = new ArrayList<>();

    private SqlCheck(SqlSpec spec, SqlSource source, Optional<Database> database) {
        this.spec = spec;
        this.source = source;
        this.database = database;
        this.dialect = database.map(Dialect::of);
        this.text = SqlText.of(source.template().parts());
    }

    /**
     * Finds every mistake, in the order of the text.
     *
     * @param database empty if the environment is not known
     */
    static List<SqlProblem> of(SqlSpec spec, SqlSource source, Optional<Database> database) {
        SqlCheck check = new SqlCheck(spec, source, database);
        check.all();
        return check.flaws.stream()
                .sorted(Comparator.comparingInt(SqlFlaw::line))
                .map(flaw -> flaw.in(source))
                .distinct()
                .toList();
    }

    /** @throws AuthorException with all of them */
    static void refuse(SqlSpec spec, SqlSource source, Database database) {
        List<SqlProblem> problems = of(spec, source, Optional.of(database));
        if (!problems.isEmpty()) {
            throw new AuthorException(
                    problems.stream().map(SqlProblem::line).collect(Collectors.joining("; ")) + "; nothing was sent");
        }
    }

    private void all() {
        List<SqlFlaw> ofClients = ClientCommands.in(text);
        flaws.addAll(ofClients);
        if (!ofClients.isEmpty()) {
            return; // the rest of such a file is for its client, not statements
        }
        flaws.addAll(NameFlaws.in(spec, source.written()));
        if (dialect.filter(Dialect::unboundIsNull).isPresent()) {
            flaws.addAll(NameFlaws.ofSqlite(text));
        }
        boolean batches = dialect.map(Dialect::sendsBatches).orElseGet(() -> BatchTransactions.looksLike(code()));
        List<SqlStatement> statements = new SqlScript(source.template())
                .statements(dialect.orElseGet(() -> batches ? new SqlServer() : new Postgres())::sections);
        if (statements.isEmpty()) {
            flaws.add(new SqlFlaw(1, "the text has no statement", "write one, or remove the step"));
        }
        if (!batches) {
            separators();
        }
        transactions(statements, batches);
        if (spec.readOnly()) {
            reading(statements);
        }
        times();
        database.filter(one -> one.options().pooler().equals(Optional.of(Pooler.TRANSACTION)))
                .ifPresent(one -> flaws.addAll(SessionStatements.in(statements, one.name())));
    }

    /** Checks a point in time that is already known, in a text whose database cannot represent it. */
    private void times() {
        boolean known = dialect.filter(Dialect::needsZone).isEmpty()
                || database.flatMap(one -> one.options().zone()).isPresent();
        if (known) {
            return;
        }
        List<Object> values = source.template().values();
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i) instanceof SqlLiteral literal && literal.value() instanceof Instant) {
                flaws.add(new SqlFlaw(
                        text.lineAt(text.offsets().get(i)),
                        "literal(…) writes an instant as local time, and the zone of database '"
                                + database.get().name() + "' is not known",
                        Dialect.ADD_ZONE));
            }
        }
    }

    private void transactions(List<SqlStatement> statements, boolean batches) {
        String option = spec.transaction() ? "transaction: true" : "readOnly: true";
        boolean ours = spec.transaction() || spec.readOnly();
        if (batches) {
            flaws.addAll(ours ? BatchTransactions.in(statements, option) : List.of());
            return;
        }
        flaws.addAll(
                ours
                        ? TransactionFlaws.inStepTransaction(statements, option)
                        : TransactionFlaws.inScriptTransaction(statements));
        if (spec.readOnly() && !spec.transaction()) {
            flaws.addAll(TransactionFlaws.inEach(statements));
        }
    }

    private void separators() {
        GO.matcher(text.text())
                .results()
                .filter(line -> text.places()[
                                line.start() + line.group().indexOf(line.group().strip())]
                        == SqlPlace.CODE)
                .forEach(line -> flaws.add(new SqlFlaw(
                        text.lineAt(line.start()),
                        "GO separates batches on SQL Server only",
                        "end each statement with a semicolon")));
    }

    private void reading(List<SqlStatement> statements) {
        boolean held = dialect.map(one -> one.readOnlySetting().isPresent()).orElse(true);
        for (SqlStatement statement : statements) {
            if (!held && !statement.reads()) {
                flaws.add(new SqlFlaw(
                        statement.line(),
                        "this batch may write, and the step is readOnly: true",
                        "SQL Server cannot reject writes by itself, so such a step may only send queries"));
            } else if (held && WRITES_AGAIN.matcher(statement.code()).find()) {
                flaws.add(new SqlFlaw(
                        statement.line(), "this statement allows writes, and the step is readOnly: true", "remove it"));
            }
        }
    }

    private String code() {
        StringBuilder code = new StringBuilder(text.text());
        for (int i = 0; i < code.length(); i++) {
            if (text.places()[i] != SqlPlace.CODE && code.charAt(i) != '\n') {
                code.setCharAt(i, ' ');
            }
        }
        return code.toString();
    }
}
