package dev.runbook.action.sql.database;

import dev.runbook.environment.JdbcUrl;
import dev.runbook.environment.JdbcUrl.Driver;
import dev.runbook.value.Suggestion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Judges the options of a database's URL by the list that its driver publishes, and by what they do. */
final class DriverOptions {
    /** The options that each driver publishes; the process that reads an environment has no drivers. */
    private static final String TABLE = "driver-options.txt";

    /** What the drivers take beyond that: synonyms, and the options of SQLite's URIs. */
    private static final Map<Driver, Set<String>> UNPUBLISHED = Map.of(
            Driver.POSTGRESQL,
            Set.of(),
            Driver.SQLSERVER,
            Set.of("database", "server", "port", "userName", "accessToken"),
            Driver.SQLITE,
            Set.of("mode", "cache", "vfs", "immutable", "nolock", "psow", "modeof"));

    private static final String CODE = "loads code named by the URL into the engine";
    private static final String TLS = "a broken version of TLS can be read on the network";
    private static final String LOCKING = "turns locking off: another program that writes can damage the file";

    /** Options that remove a protection whatever their value, by their names in lower case. */
    private static final Map<Driver, Map<String, String>> UNSAFE = Map.of(
            Driver.POSTGRESQL,
            Map.of(
                    "sslhostnameverifier", "replaces the check that the certificate is for the server's host",
                    "socketfactory", CODE,
                    "authenticationpluginclassname", CODE,
                    "sslpasswordcallback", CODE,
                    "xmlfactoryfactory", CODE,
                    "loggerfile", "writes what the driver sends and receives to a file, secrets included"),
            Driver.SQLSERVER,
            Map.of(
                    "trustmanagerclass", "replaces the check of the server's certificate",
                    "socketfactoryclass", CODE,
                    "accesstokencallbackclass", CODE),
            Driver.SQLITE,
            Map.of());

    /** Values that remove a protection: {@code option=value} in lower case. */
    private static final Map<Driver, Map<String, String>> UNSAFE_VALUES = Map.of(
            Driver.POSTGRESQL,
            Map.of("requireauth=password", "lets the server ask for the password itself instead of a proof"),
            Driver.SQLSERVER,
            Map.of("sslprotocol=tlsv1", TLS, "sslprotocol=tlsv1.1", TLS),
            Driver.SQLITE,
            Map.of(
                    "enable_load_extension=true", "lets a statement load machine code",
                    "synchronous=off", "a crash of the machine can damage the file",
                    "journal_mode=off", "nothing can be rolled back, and a crash damages the file",
                    "journal_mode=memory", "a crash of the engine can damage the file",
                    "nolock=1", LOCKING,
                    "immutable=1", LOCKING));

    private DriverOptions() {}

    static Stream<UrlWeakness> weaknesses(JdbcUrl url) {
        Collection<String> known = url.options().isEmpty() ? Set.of() : known(url.driver());
        return url.options().stream()
                .flatMap(option -> Stream.concat(unsafe(url, option).stream(), unknown(url, option, known).stream()));
    }

    private static Optional<UrlWeakness> unsafe(JdbcUrl url, JdbcUrl.Option option) {
        String name = option.name().toLowerCase(Locale.ROOT);
        String value = option.value().toLowerCase(Locale.ROOT);
        String effect = url.local() && url.driver() == Driver.POSTGRESQL && name.equals("socketfactory")
                ? null // a socket of this machine needs one
                : UNSAFE.get(url.driver())
                        .getOrDefault(name, UNSAFE_VALUES.get(url.driver()).get(name + "=" + value));
        return Optional.ofNullable(effect)
                .map(does -> new UrlWeakness("the option " + option.name() + " " + does, "leave it out of the url"));
    }

    private static Optional<UrlWeakness> unknown(JdbcUrl url, JdbcUrl.Option option, Collection<String> known) {
        String name = option.name();
        boolean anyCase = url.driver() != Driver.POSTGRESQL;
        if (name.contains("${")
                || known.stream().anyMatch(one -> anyCase ? one.equalsIgnoreCase(name) : one.equals(name))) {
            return Optional.empty();
        }
        String cure = known.stream()
                .filter(one -> one.equalsIgnoreCase(name))
                .findFirst()
                .map(one -> "did you mean '" + one + "'?")
                .or(() -> Suggestion.didYouMean(name, known))
                .orElse("leave it out of the url, or correct its name");
        return Optional.of(new UrlWeakness("the driver does not know the option '" + name + "' and ignores it", cure));
    }

    /** Returns the names of the options that a driver takes. */
    static Set<String> known(Driver driver) {
        Set<String> known = new TreeSet<>(UNPUBLISHED.get(driver));
        try (InputStream table = DriverOptions.class.getResourceAsStream(TABLE)) {
            Iterator<String> lines = new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .iterator();
            boolean ofDriver = false;
            while (lines.hasNext()) {
                String line = lines.next();
                if (line.startsWith("[")) {
                    ofDriver = line.equals("[" + driver + "]");
                } else if (ofDriver && !line.isBlank()) {
                    known.add(line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return known;
    }
}
