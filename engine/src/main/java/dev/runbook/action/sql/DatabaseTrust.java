package dev.runbook.action.sql;

import dev.runbook.environment.Environment;
import dev.runbook.environment.FileLine;
import dev.runbook.environment.JdbcUrl;
import java.util.List;
import java.util.stream.Stream;

/** Finds databases of an environment whose connections can be read or hijacked on the network. */
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
        return JdbcUrl.of(database.url())
                .flatMap(url -> Dialect.of(database).weakness(url))
                .flatMap(weakness -> database.options()
                        .where()
                        .map(where -> new Warning(
                                where, "database '" + database.name() + "': " + weakness.effect(), weakness.cure())))
                .stream();
    }
}
