package dev.runbook.environment;

import dev.runbook.AuthorException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The place a runbook acts on, as its file says it. Immutable; secrets are named here and opened through
 * {@link #secrets()} only.
 *
 * @param file where it was read; empty for the built-in empty environment {@code local}
 * @param signingKey the private key that signs the journals of runs
 * @param lab the stand-in estate this environment is, which a drill starts and stops
 */
public record Environment(
        String name,
        boolean production,
        Optional<Path> file,
        Map<String, Service> services,
        Map<String, Object> settings,
        Map<String, List<Host>> hosts,
        Map<String, Database> databases,
        Map<String, Channel> channels,
        Map<String, List<String>> people,
        Map<String, SecretSource> secretSources,
        ShellSettings shell,
        Drill drill,
        Optional<Path> signingKey,
        Optional<String> lab,
        Secrets secrets) {

    /** An environment whose journals are not signed. */
    public Environment(
            String name,
            boolean production,
            Optional<Path> file,
            Map<String, Service> services,
            Map<String, Object> settings,
            Map<String, List<Host>> hosts,
            Map<String, Database> databases,
            Map<String, Channel> channels,
            Map<String, List<String>> people,
            Map<String, SecretSource> secretSources,
            ShellSettings shell,
            Drill drill,
            Optional<String> lab,
            Secrets secrets) {
        this(
                name,
                production,
                file,
                services,
                settings,
                hosts,
                databases,
                channels,
                people,
                secretSources,
                shell,
                drill,
                Optional.empty(),
                lab,
                secrets);
    }

    /** The environment of a run without {@code -e}: this machine, and no target. */
    public static Environment local() {
        return local(Map.of());
    }

    /** @param variables the engine's own environment variables, in which a proxy's password may be */
    static Environment local(Map<String, String> variables) {
        return new Environment(
                "local",
                false,
                Optional.empty(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                ShellSettings.none(),
                Drill.none(),
                Optional.empty(),
                OpenedSecrets.none(variables));
    }

    /** An HTTP server by its base URL; {@code tls} where more is to be said than what the machine trusts by itself. */
    public record Service(String name, String url, Optional<Tls> tls) {
        public static Service at(String name, String url) {
            return new Service(name, url, Optional.empty());
        }
    }

    /**
     * Whom a service is trusted by, and who the engine is to it.
     *
     * @param place where the environment file says so, as {@code file:line}
     * @param ca authorities in PEM form, trusted in place of the machine's own
     * @param clientCertificate a chain in PEM form, or a PKCS#12 file with its key
     * @param clientKey in PEM form; empty where the certificate's file holds it
     * @param passphrase what opens the key
     */
    public record Tls(
            String place,
            Optional<Path> ca,
            Optional<Path> clientCertificate,
            Optional<Path> clientKey,
            Optional<SecretSource> passphrase) {}

    /**
     * One machine of a group.
     *
     * @param user empty if it is not written and {@code config} may name it
     * @param port 0 if it is not written and {@code config} may name it
     * @param knownHosts the known_hosts file to check it against; empty means the user's own
     * @param config OpenSSH's file of aliases, of which {@code address} may be one
     */
    public record Host(
            String name,
            String user,
            String address,
            int port,
            Optional<Host> jump,
            Optional<Path> keyFile,
            Optional<SecretSource> passphrase,
            Optional<Path> knownHosts,
            Optional<Path> config) {
        public Host(
                String name,
                String user,
                String address,
                int port,
                Optional<Host> jump,
                Optional<Path> keyFile,
                Optional<SecretSource> passphrase,
                Optional<Path> knownHosts) {
            this(name, user, address, port, jump, keyFile, passphrase, knownHosts, Optional.empty());
        }
    }

    /** A database by its JDBC URL, in which every path is absolute and nothing is secret. */
    public record Database(
            String name, String url, Optional<String> user, Optional<SecretSource> password, DatabaseOptions options) {
        public Database(String name, String url, Optional<String> user, Optional<SecretSource> password) {
            this(name, url, user, password, DatabaseOptions.none());
        }
    }

    /**
     * What else the engine is told about a database.
     *
     * @param passphrase opens the key of a client certificate, or a store of certificates, that the URL names
     * @param pooler what stands between the engine and the server; empty means that the engine finds out
     * @param zone what its times without a zone are in
     * @param where the environment file says so
     */
    public record DatabaseOptions(
            Optional<SecretSource> passphrase,
            Optional<Pooler> pooler,
            Optional<ZoneId> zone,
            Optional<FileLine> where) {
        /** Who gives server sessions to clients, and for how long. */
        public enum Pooler {
            /** For a transaction at a time. */
            TRANSACTION,
            /** For as long as the client is connected. */
            SESSION
        }

        public static DatabaseOptions none() {
            return new DatabaseOptions(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        }
    }

    /** Where messages for a name go. */
    public record Channel(String name, Kind kind, SecretSource address) {
        public enum Kind {
            SLACK,
            WEBHOOK,
            CONSOLE,
            FILE;

            /** As it is written in the environment's file. */
            public String word() {
                return name().toLowerCase(Locale.ROOT);
            }

            static Kind of(String word) {
                return valueOf(word.toUpperCase(Locale.ROOT));
            }
        }
    }

    /** What every shell step of this environment finds: folders before PATH, further variables. */
    public record ShellSettings(List<Path> path, Map<String, String> env) {
        public static ShellSettings none() {
            return new ShellSettings(List.of(), Map.of());
        }
    }

    /** How a drill here answers for people and where its messages go instead. */
    public record Drill(Optional<Duration> approveAfter, Map<String, Channel> channels) {
        public static Drill none() {
            return new Drill(Optional.empty(), Map.of());
        }
    }

    /** @throws AuthorException when there is none of this name */
    public Service service(String name) {
        Service service = services.get(name);
        if (service == null) {
            throw new AuthorException("the environment has no service '" + name + "'");
        }
        return service;
    }

    /** @throws AuthorException when there is none of this name */
    public Database database(String name) {
        Database database = databases.get(name);
        if (database == null) {
            throw new AuthorException("the environment has no database '" + name + "'");
        }
        return database;
    }

    /** The names of the engine's own variables that hold a secret, a password or an address of this environment. */
    public Set<String> secretVariables() {
        Stream<Optional<SecretSource>> ofHosts = hosts.values().stream()
                .flatMap(List::stream)
                .flatMap(host -> Stream.iterate(Optional.of(host), Optional::isPresent, hop -> hop.flatMap(Host::jump)))
                .map(hop -> hop.flatMap(Host::passphrase));
        Stream<Optional<SecretSource>> others = Stream.of(
                        secretSources.values().stream().map(Optional::of),
                        databases.values().stream().map(Database::password),
                        Stream.concat(channels.values().stream(), drill.channels().values().stream())
                                .map(channel -> Optional.of(channel.address())),
                        services.values().stream().map(service -> service.tls().flatMap(Tls::passphrase)))
                .flatMap(sources -> sources);
        return Stream.concat(ofHosts, others)
                .flatMap(Optional::stream)
                .filter(SecretSource.Variable.class::isInstance)
                .map(source -> ((SecretSource.Variable) source).name())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The names of one kind, for "did you mean". */
    public Set<String> names(Target.Kind kind) {
        return new TreeSet<>(
                switch (kind) {
                    case SERVICE -> services.keySet();
                    case SETTING -> settings.keySet();
                    case HOST -> hosts.keySet();
                    case DATABASE -> databases.keySet();
                    case CHANNEL -> channels.keySet();
                    case SECRET -> secretSources.keySet();
                });
    }

    public boolean has(Target target) {
        return names(target.kind()).contains(target.name());
    }
}
