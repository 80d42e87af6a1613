package dev.runbook.action.sql;

import dev.runbook.AuthorException;
import dev.runbook.action.Action;
import dev.runbook.action.ActionSpec;
import dev.runbook.environment.Environment.Database;
import dev.runbook.environment.JdbcUrl;
import dev.runbook.environment.Target;
import dev.runbook.value.Template;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Statements on a database: start here to read the package.
 *
 * @param database its name in the environment
 * @param with values for the {@code :name} places of a file
 * @param transaction whether all statements are one transaction, in place of each being its own
 * @param primary whether they are sent only to a server that takes writes, not to a standby
 * @param readOnly whether the database is held to reading, whatever they say
 */
public record SqlSpec(
        Script script,
        String database,
        Map<String, Object> with,
        boolean transaction,
        boolean primary,
        boolean readOnly)
        implements ActionSpec {

    /** Where the statements stand. */
    public sealed interface Script {
        /** In the runbook, with gaps for values. */
        record Text(Template text) implements Script {}

        /** In a file, read when the step runs; the path is as the engine shall open it. */
        record File(Path path) implements Script {}
    }

    public SqlSpec {
        with = Collections.unmodifiableMap(new LinkedHashMap<>(with));
    }

    public SqlSpec(Script script, String database, Map<String, Object> with, boolean transaction) {
        this(script, database, with, transaction, false, false);
    }

    public static SqlSpec of(Template text, String database) {
        return new SqlSpec(new Script.Text(text), database, Map.of(), false);
    }

    @Override
    public String word() {
        return "sql";
    }

    @Override
    public String shown() {
        String text = script instanceof Script.Text inPlace
                ? inPlace.text().marked().strip()
                : "file " + ((Script.File) script).path();
        String values = with.entrySet().stream()
                .map(value -> value.getKey() + ": " + Template.mark(value.getValue()))
                .collect(Collectors.joining(", "));
        return text + "\n(on " + database + (transaction ? ", in one transaction" : "")
                + (primary ? ", on its primary only" : "") + (readOnly ? ", held to reading" : "")
                + (values.isEmpty() ? "" : ", with " + values) + ")";
    }

    @Override
    public List<Target> targets() {
        return List.of(new Target(Target.Kind.DATABASE, database));
    }

    @Override
    public List<Path> files() {
        return script instanceof Script.File file ? List.of(file.path()) : List.of();
    }

    /**
     * Mistakes in its text, found without a database. A file that is not there has none: who named it says so.
     *
     * @param database where it will be sent; empty where the environment is not known
     */
    public List<SqlProblem> problems(Optional<Database> database) {
        if (script instanceof Script.File file && !Files.isRegularFile(file.path())) {
            return List.of();
        }
        try {
            // a url with a variable in it that is not to be shown names no kind of database
            return SqlCheck.of(
                    this,
                    SqlSource.of(this),
                    database.filter(named -> JdbcUrl.of(named.url()).isPresent()));
        } catch (AuthorException mistake) {
            return List.of(new SqlProblem(mistake.getMessage(), List.of()));
        }
    }

    @Override
    public Action action() {
        return new SqlAction(this);
    }
}
