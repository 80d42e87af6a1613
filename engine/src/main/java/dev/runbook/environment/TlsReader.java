package dev.runbook.environment;

import dev.runbook.environment.Environment.Tls;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;

/** Reads the certificates declared beside a server: {@code ca}, {@code clientCertificate}, {@code clientKey}. */
final class TlsReader {
    static final List<String> KEYS = List.of("ca", "clientCertificate", "clientKey", "passphrase");

    private final Interpolation texts;
    private final SecretReader secrets;
    private final Problems problems;

    TlsReader(Interpolation texts, SecretReader secrets, Problems problems) {
        this.texts = texts;
        this.secrets = secrets;
        this.problems = problems;
    }

    /** Returns the certificates; empty if the map declares none. */
    Optional<Tls> tls(YamlMap map, Node at) {
        if (KEYS.stream().noneMatch(key -> map.get(key).isPresent())) {
            return Optional.empty();
        }
        if (map.get("clientCertificate").isEmpty()) {
            needsCertificate(map, "clientKey");
            needsCertificate(map, "passphrase");
        }
        return Optional.of(new Tls(
                problems.place(at),
                map.get("ca").map(texts::path),
                map.get("clientCertificate").map(texts::path),
                map.get("clientKey").map(texts::path),
                map.get("passphrase").map(secrets::source)));
    }

    private void needsCertificate(YamlMap map, String key) {
        map.get(key)
                .ifPresent(alone -> problems.add(
                        alone,
                        "'" + key + "' belongs to a client certificate, and there is none",
                        "add clientCertificate: FILE"));
    }
}
