package dev.runbook.dsl;

import dev.runbook.action.ActionSpec;
import dev.runbook.action.sql.SqlProblem;
import dev.runbook.action.sql.SqlSpec;
import dev.runbook.action.sql.script.SqlIdentifier;
import dev.runbook.action.sql.script.SqlLiteral;
import dev.runbook.environment.Environment.Database;
import groovy.transform.NamedParam;
import groovy.transform.NamedParams;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** SQL: statements on databases of the environment. */
public abstract class SqlActions extends RequestActions {
    SqlActions(EvaluationContext context) {
        super(context);
    }

    /**
     * Executes SQL statements on a database of the environment, sent as written, each committed separately. A value in
     * {@code ${…}} is bound as a parameter; a list becomes one parameter per element.
     *
     * <p>{@code transaction: true} executes all statements in one transaction. The conditions of {@code expect} are
     * evaluated before the commit: if one fails, the transaction is rolled back. A transaction that the database aborts
     * in favor of another (a deadlock, a serialization failure) has changed nothing, so {@code retry} repeats the step
     * safely.
     *
     * <p>{@code primary: true} checks the server's role first, and sends nothing to a standby, a secondary replica or a
     * read-only database. {@code readOnly: true} makes the database reject every write; SQL Server has no such mode, so
     * there the engine checks the keywords of a batch before sending it.
     *
     * <p>A step works through a connection pooler such as PgBouncer, and leaves no state on a session that the pooler
     * shares with others. Statements whose effect stays on the session ({@code SET} without {@code LOCAL}, temporary
     * tables, session locks) are rejected there.
     *
     * <pre>{@code
     * sql "update orders set state = 'open' where id = ${params.id}", on: 'orders', primary: true
     * }</pre>
     *
     * <pre>{@code
     * sql 'select count(*) as open from orders', on: 'orders', readOnly: true
     * }</pre>
     *
     * <p>{@code of} lists the databases among which a value of the run chooses; all of them are checked before the run.
     *
     * <pre>{@code
     * sql 'select pg_promote()', on: probe.json.standby, of: ['pg2', 'pg3']
     * }</pre>
     */
    public void sql(
            @NamedParams({
                        @NamedParam(value = "on", type = Object.class, required = true),
                        @NamedParam(value = "of", type = Object.class),
                        @NamedParam(value = "transaction", type = Boolean.class),
                        @NamedParam(value = "primary", type = Boolean.class),
                        @NamedParam(value = "readOnly", type = Boolean.class)
                    })
                    @Names(value = "database", option = "on", among = "of")
                    Map<String, Object> options,
            @Literal(Literal.Language.SQL) CharSequence statements) {
        act(sql(new SqlSpec.Script.Text(Values.template(statements)), options));
    }

    /**
     * Executes the statements of a file; {@code with} gives the values of its {@code :name} placeholders.
     *
     * <p>{@code check} reads the file. It rejects a placeholder without a value, {@code BEGIN} and {@code COMMIT}
     * together with {@code transaction: true}, a transaction without an end, and syntax that only a client such as psql
     * understands ({@code \i}, {@code COPY FROM STDIN}).
     *
     * <pre>{@code
     * sql file: 'repair.sql', on: 'orders', with: [since: params.since], transaction: true
     * }</pre>
     */
    public void sql(
            @NamedParams({
                        @NamedParam(value = "file", type = CharSequence.class, required = true),
                        @NamedParam(value = "on", type = Object.class, required = true),
                        @NamedParam(value = "of", type = Object.class),
                        @NamedParam(value = "with", type = Map.class),
                        @NamedParam(value = "transaction", type = Boolean.class),
                        @NamedParam(value = "primary", type = Boolean.class),
                        @NamedParam(value = "readOnly", type = Boolean.class)
                    })
                    @Planned(value = Planned.Reason.FILE, option = "file")
                    @Names(value = "database", option = "on", among = "of")
                    Map<String, Object> options) {
        act(sql(new SqlSpec.Script.File(file(options)), options));
    }

    /**
     * Inserts the name of a table or column into SQL, validated and quoted for the database.
     *
     * <pre>{@code
     * sql "truncate ${identifier(params.table)}", on: 'orders'
     * }</pre>
     */
    public SqlIdentifier identifier(Object... names) {
        return new SqlIdentifier(Arrays.stream(names).map(Values::plain).toList());
    }

    /**
     * Inserts a value into SQL as a quoted literal, for statements that take no parameters. An instant is written in
     * the database's own format, in the {@code zone} of the database in the environment file, or else in UTC; SQL
     * Server's format has no time zone, so {@code zone} is required there.
     *
     * <pre>{@code
     * sql "alter role rollback password ${literal(secret('NEW_PASSWORD'))}", on: 'orders'
     * }</pre>
     */
    public SqlLiteral literal(Object value) {
        return new SqlLiteral(Values.plain(value));
    }

    @SuppressWarnings("unchecked")
    private ActionSpec sql(SqlSpec.Script script, Map<String, Object> options) {
        Map<String, Object> with = (Map<String, Object>) Values.plain(options.getOrDefault("with", Map.of()));
        return new TargetChoice(context, options).action("on", database -> sql(script, database, with, options));
    }

    private SqlSpec sql(SqlSpec.Script script, String on, Map<String, Object> with, Map<String, Object> options) {
        SqlSpec spec = new SqlSpec(
                script,
                on,
                with,
                Boolean.TRUE.equals(options.get("transaction")),
                Boolean.TRUE.equals(options.get("primary")),
                Boolean.TRUE.equals(options.get("readOnly")));
        Optional<Database> database =
                context.environment().map(known -> known.databases().get(spec.database()));
        for (SqlProblem problem : spec.problems(database)) {
            context.problem(problem.message(), problem.cures().toArray(String[]::new));
        }
        return spec;
    }
}
