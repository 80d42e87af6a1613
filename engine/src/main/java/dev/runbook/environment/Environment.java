package dev.runbook.environment;

import dev.runbook.AuthorException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The environment of a run, as its file describes it. Immutable; secrets are only named here and are opened through
 * {@link #secrets()}.
 *
 * @param file the file it was read from; empty for the built-in empty environment {@code local}
 * @param monitoring what reports on runs to other systems
 * @param signingKey the private key that signs the journals of runs
 * @param answers where people answer by link; empty if they cannot
 * @param lab the lab that this environment is, which a drill starts and stops
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
        Monitoring monitoring,
        Optional<Path> signingKey,
        Optional<AnswerAddress> answers,
        Optional<String> lab,
        Secrets secrets) {

    /** Creates an environment that is not monitored, whose journals are not signed, and where nobody answers by link. */
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
                Monitoring.none(),
                Optional.empty(),
                Optional.empty(),
                lab,
                secrets);
    }

    /** The name of the environment of a run without {@code -e}. */
    private static final String LOCAL = "local";

    /** Whether this is the environment of a run without {@code -e}, which has no targets. */
    public boolean isLocal() {
        return name.equals(LOCAL);
    }

    /** Returns the environment of a run without {@code -e}: this machine, and no target. */
    public static Environment local() {
        return local(Map.of());
    }

    /**
     * @param variables the engine's own environment variables, which may contain a proxy's password
     */
    static Environment local(Map<String, String> variables) {
        return new Environment(
                LOCAL,
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

    /** An HTTP server by its base URL; {@code tls} if it needs more than the machine's default trust. */
    public record Service(String name, String url, Optional<Tls> tls) {
        static Service at(String name, String url) {
            return new Service(name, url, Optional.empty());
        }
    }

    /**
     * The TLS settings of a service: trusted authorities and the client certificate.
     *
     * @param place where the environment file sets them, as {@code file:line}
     * @param ca trusted authorities in PEM form, instead of the machine's own
     * @param clientCertificate a chain in PEM form, or a PKCS#12 file with its key
     * @param clientKey in PEM form; empty if the certificate's file contains it
     * @param passphrase opens the key
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
     * @param user empty if not set, in which case {@code config} may set it
     * @param port 0 if not set, in which case {@code config} may set it
     * @param knownHosts the known_hosts file to check the host key against; empty means the user's own
     * @param config OpenSSH's configuration file, in which {@code address} may be an alias
     * @param settings how scripts run on it
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
            Optional<Path> config,
            HostSettings settings) {
        /** Creates a host that is reached without a configuration file, and runs scripts with the default settings. */
        public Host(
                String name,
                String user,
                String address,
                int port,
                Optional<Host> jump,
                Optional<Path> keyFile,
                Optional<SecretSource> passphrase,
                Optional<Path> knownHosts) {
            this(
                    name,
                    user,
                    address,
                    port,
                    jump,
                    keyFile,
                    passphrase,
                    knownHosts,
                    Optional.empty(),
                    HostSettings.none());
        }
    }

    /**
     * How scripts run on a host, unless a step says otherwise.
     *
     * @param in the folder they run in; empty means the login's home folder
     * @param env additional environment variables
     */
    public record HostSettings(Optional<String> in, Map<String, String> env, Shell shell) {
        /** What runs scripts on a host. */
        public enum Shell {
            /** A POSIX shell, which also starts PowerShell. */
            SH,
            /** PowerShell itself, on a Windows host whose SSH server starts {@code cmd.exe} or PowerShell. */
            POWERSHELL
        }

        public HostSettings {
            env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
        }

        public static HostSettings none() {
            return new HostSettings(Optional.empty(), Map.of(), Shell.SH);
        }
    }

    /** A database by its JDBC URL. Every path in the URL is absolute, and the URL contains no secret. */
    public record Database(
            String name, String url, Optional<String> user, Optional<SecretSource> password, DatabaseOptions options) {
        public Database(String name, String url, Optional<String> user, Optional<SecretSource> password) {
            this(name, url, user, password, DatabaseOptions.none());
        }
    }

    /**
     * Further settings of a database.
     *
     * @param passphrase opens the key of a client certificate, or a store of certificates, that the URL names
     * @param pooler the connection pooler in front of the server; empty means that the engine detects it
     * @param zone the time zone of its times without a zone
     * @param where the place in the environment file
     */
    public record DatabaseOptions(
            Optional<SecretSource> passphrase,
            Optional<Pooler> pooler,
            Optional<ZoneId> zone,
            Optional<FileLine> where) {
        /** How long a connection pooler assigns a server session to a client. */
        public enum Pooler {
            /** For one transaction. */
            TRANSACTION,
            /** For as long as the client is connected. */
            SESSION
        }

        public static DatabaseOptions none() {
            return new DatabaseOptions(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        }
    }

    /** Settings of every shell step of this environment: folders to prepend to PATH, additional variables. */
    public record ShellSettings(List<Path> path, Map<String, String> env) {
        public static ShellSettings none() {
            return new ShellSettings(List.of(), Map.of());
        }
    }

    /**
     * Settings of drills in this environment: when approvals are given automatically, and where messages go instead.
     */
    public record Drill(Optional<Duration> approveAfter, Map<String, Channel> channels) {
        public static Drill none() {
            return new Drill(Optional.empty(), Map.of());
        }
    }

    /** @throws AuthorException when there is no service of this name */
    public Service service(String name) {
        Service service = services.get(name);
        if (service == null) {
            throw new AuthorException("the environment has no service '" + name + "'");
        }
        return service;
    }

    /** @throws AuthorException when there is no database of this name */
    public Database database(String name) {
        Database database = databases.get(name);
        if (database == null) {
            throw new AuthorException("the environment has no database '" + name + "'");
        }
        return database;
    }

    /** Returns the names of the engine's variables that hold a secret, a password or an address of this environment. */
    public Set<String> secretVariables() {
        Stream<Optional<SecretSource>> ofHosts = hosts.values().stream()
                .flatMap(List::stream)
                .flatMap(host -> Stream.iterate(Optional.of(host), Optional::isPresent, hop -> hop.flatMap(Host::jump)))
                .map(hop -> hop.flatMap(Host::passphrase));
        Stream<Optional<SecretSource>> others = Stream.of(
                        secretSources.values().stream().map(Optional::of),
                        databases.values().stream().map(Database::password),
                        Stream.concat(channels.values().stream(), drill.channels().values().stream())
                                .flatMap(Channel::secrets)
                                .map(Optional::of),
                        services.values().stream().map(service -> service.tls().flatMap(Tls::passphrase)),
                        Stream.of(monitoring.ping()))
                .flatMap(sources -> sources);
        return Stream.concat(ofHosts, others)
                .flatMap(Optional::stream)
                .filter(SecretSource.Variable.class::isInstance)
                .map(source -> ((SecretSource.Variable) source).name())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Returns the names of one kind of target, for "did you mean". */
    public Set<String> names(Target.Kind kind) {
        return new TreeSet<>(
                switch (kind) {
                    case SERVICE -> services.keySet();
                    case SETTING -> settings.keySet();
                    case HOST -> hosts.keySet();
                    case DATABASE -> databases.keySet();
                    case CHANNEL -> channels.keySet();
                    case SECRET -> secretSources.keySet();
                    case ROLE -> people.keySet();
                });
    }

    public boolean has(Target target) {
        return names(target.kind()).contains(target.name());
    }
}
