package dev.runbook.environment;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** Resolves the file in the URL of an SQLite database, which its driver would look for in the current folder. */
final class SqlitePath {
    private static final String URI = "file:";

    private SqlitePath() {}

    /**
     * @param options of the URL, one of which may say that the name is not a file name
     */
    static String absolute(String address, List<JdbcUrl.Option> options, Function<String, Path> absolute) {
        boolean inMemory = options.stream()
                .anyMatch(
                        option -> option.name().equals("mode") && option.value().equals("memory"));
        boolean uri = address.startsWith(URI);
        String path = uri ? address.substring(URI.length()) : address;
        if (inMemory || path.isEmpty() || path.startsWith(":") || path.startsWith("/")) {
            return address;
        }
        String found = absolute.apply(path).toString();
        return uri ? URI + found.replace("%", "%25").replace("?", "%3F").replace("#", "%23") : found;
    }
}
