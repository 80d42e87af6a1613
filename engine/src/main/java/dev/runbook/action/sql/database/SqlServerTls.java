package dev.runbook.action.sql.database;

import dev.runbook.environment.JdbcUrl;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * Configures TLS for a connection to SQL Server: encrypted, with its certificate verified, unless the URL says
 * otherwise.
 */
final class SqlServerTls {
    private static final Set<String> CLEAR = Set.of("false", "no", "optional");

    private SqlServerTls() {}

    static Properties settings() {
        Properties settings = new Properties();
        settings.setProperty("encrypt", "true");
        settings.setProperty("trustServerCertificate", "false");
        return settings;
    }

    static Optional<UrlWeakness> weakness(JdbcUrl url) {
        Optional<String> clear = url.option("encrypt").filter(CLEAR::contains);
        if (url.local()) {
            return Optional.empty();
        }
        if (clear.isPresent()) {
            return Optional.of(new UrlWeakness(
                    "encrypt=" + clear.get() + " lets rows be read and changed on the network",
                    "write encrypt=true, or leave it out"));
        }
        return url.option("trustServerCertificate")
                .filter("true"::equals)
                .map(any -> new UrlWeakness(
                        "trustServerCertificate=true does not verify the server",
                        "leave it out; name your own authority with trustStore=FILE or serverCertificate=FILE"));
    }
}
