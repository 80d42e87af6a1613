package dev.runbook.action.sql.database;

import dev.runbook.environment.JdbcUrl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Configures TLS for a connection to PostgreSQL. Unless the URL says otherwise, a server on another machine must prove
 * its identity: the driver's default would send the password to an impostor in clear text.
 */
final class PostgresTls {
    private static final String VERIFIED = "verify-full";
    private static final String AUTHORITIES_OF_JAVA = "org.postgresql.ssl.DefaultJavaSSLFactory";
    private static final List<String> CERTIFICATES = List.of("sslrootcert", "sslcert", "sslkey", "sslfactory");

    private PostgresTls() {}

    static Properties settings(JdbcUrl url) {
        Properties settings = new Properties();
        String mode = mode(url);
        if (!url.local()) {
            settings.setProperty("sslmode", mode);
        }
        boolean named = CERTIFICATES.stream().anyMatch(name -> url.option(name).isPresent());
        if (mode.startsWith("verify-") && !named && !hasFiles()) {
            settings.setProperty("sslfactory", AUTHORITIES_OF_JAVA);
        }
        return settings;
    }

    /** Returns whether the driver's default certificate files exist; without them it would trust no server. */
    private static boolean hasFiles() {
        Path folder = Path.of(System.getProperty("user.home"), ".postgresql");
        return Stream.of("root.crt", "postgresql.crt").anyMatch(name -> Files.exists(folder.resolve(name)));
    }

    private static String mode(JdbcUrl url) {
        return url.option("sslmode")
                .or(() -> url.option("ssl").map(on -> on.isEmpty() || on.equals("true") ? VERIFIED : "prefer"))
                .orElse(url.local() ? "prefer" : VERIFIED);
    }

    static Optional<UrlWeakness> weakness(JdbcUrl url) {
        String mode = mode(url);
        if (url.local()) {
            return Optional.empty();
        }
        String effect = switch (mode) {
            case VERIFIED ->
                url.option("sslfactory")
                                .filter(name -> name.endsWith("NonValidatingFactory"))
                                .isPresent()
                        ? "its sslfactory accepts every certificate"
                        : "";
            case "verify-ca" -> "sslmode=verify-ca accepts a certificate that is for another host";
            case "require" -> "sslmode=require encrypts, but does not verify the server";
            default -> "sslmode=" + mode + " lets passwords and rows be read and changed on the network";
        };
        return effect.isEmpty()
                ? Optional.empty()
                : Optional.of(new UrlWeakness(
                        effect, "write sslmode=verify-full, with sslrootcert=FILE for your own authority"));
    }
}
