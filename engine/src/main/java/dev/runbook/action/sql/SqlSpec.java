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
 * SQL statements on a database. Start here to read the package.
 *
 * @param database its name in the environment
 * @param with values for the {@code :name} places of a file
 * @param transaction whether all statements are one transaction, instead of one each
 * @param primary whether they are sent only to a server that accepts writes, not to a standby
 * @param readOnly whether the database is made to reject writes, whatever the statements do
 */
public record SqlSpec(
        Script script,
        String database,
        Map<String, Object> with,
        boolean transaction,
        boolean primary,
        boolean readOnly)
        implements ActionSpec {

    /** The location of the statements. */
    public sealed interface Script {
        /** In the runbook, with gaps for values. */
        record Text(Template text) implements Script {}

        /** In a file, read when the step runs; the path is the one the engine opens. */
        record File(Path path) implements Script {}
    }

    public SqlSpec {
        with = Collections.unmodifiableMap(new LinkedHashMap<>(with));
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
                + (primary ? ", on its primary only" : "") + (readOnly ? ", read-only" : "")
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
     * Returns mistakes in the text, found without a database. Returns none for a missing file, which is reported where
     * it is named.
     *
     * @param database the database it will be sent to; empty if the environment is not known
     */
    public List<SqlProblem> problems(Optional<Database> database) {
        if (script instanceof Script.File file && !Files.isRegularFile(file.path())) {
            return List.of();
        }
        try {
            // a url with a hidden variable in it identifies no kind of database
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
