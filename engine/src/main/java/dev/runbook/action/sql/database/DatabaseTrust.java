package dev.runbook.action.sql.database;

import dev.runbook.environment.Environment;
import dev.runbook.environment.FileLine;
import dev.runbook.environment.JdbcUrl;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds databases of an environment whose URL weakens a connection: it can be read or hijacked on the network, an
 * option removes a protection, or an option is misspelt and ignored.
 */
public final class DatabaseTrust {
    /** A weakness, where the environment file causes it, and what to write instead. */
    public record Warning(FileLine where, String message, String cure) {}

    private DatabaseTrust() {}

    public static List<Warning> warnings(Environment environment) {
        return environment.databases().values().stream()
                .flatMap(DatabaseTrust::warning)
                .toList();
    }

    private static Stream<Warning> warning(Environment.Database database) {
        Optional<JdbcUrl> url = JdbcUrl.of(database.url());
        return Stream.concat(
                        url.flatMap(one -> Dialect.of(database).weakness(one)).stream(),
                        url.stream().flatMap(DriverOptions::weaknesses))
                .flatMap(weakness -> database
                        .options()
                        .where()
                        .map(where -> new Warning(
                                where, "database '" + database.name() + "': " + weakness.effect(), weakness.cure()))
                        .stream());
    }
}
