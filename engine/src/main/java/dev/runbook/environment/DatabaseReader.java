package dev.runbook.environment;

import dev.runbook.environment.Environment.Database;
import dev.runbook.environment.Environment.DatabaseOptions;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;

/** Reads {@code databases}. Does not connect to them. */
final class DatabaseReader {
    private final Interpolation texts;
    private final SecretReader secrets;
    private final Problems problems;

    DatabaseReader(Interpolation texts, SecretReader secrets, Problems problems) {
        this.texts = texts;
        this.secrets = secrets;
        this.problems = problems;
    }

    Database database(String name, Node node) {
        YamlMap map = YamlMap.of(node);
        return new Database(
                name,
                url(map.get("url").orElseThrow()),
                map.get("user").map(texts::text),
                map.get("password").map(secrets::source),
                new DatabaseOptions(
                        map.get("passphrase").map(secrets::source),
                        map.get("pooler").map(DatabaseReader::pooler),
                        map.get("zone").flatMap(this::zone),
                        Optional.of(problems.where(node))));
    }

    private String url(Node node) {
        String text = texts.text(node);
        Optional<String> credential = UrlCredentials.in(text);
        if (credential.isPresent()) {
            problems.addUnquoted(
                    node,
                    "the url holds '" + credential.get() + "', and a url is shown by plan and kept in the journal",
                    "write password: { env: NAME } beside the url; passphrase: for the key of a client certificate");
            return "";
        }
        if (texts.isOpen(text)) {
            return text;
        }
        Optional<JdbcUrl> url = JdbcUrl.of(text);
        if (url.isEmpty()) {
            problems.add(
                    node,
                    "a database's url starts with jdbc:postgresql:, jdbc:sqlserver: or jdbc:sqlite:",
                    "for example jdbc:postgresql://host:5432/name");
            return text;
        }
        if (url.get().hosts().stream().anyMatch(host -> host.contains("@"))) {
            problems.add(
                    node,
                    "the url has a user before its host, which drivers take for a part of the host",
                    "write user: beside the url");
        }
        JdbcUrl absolute = url.get().withPaths(texts::path);
        return absolute.equals(url.get()) ? text : absolute.text();
    }

    private static DatabaseOptions.Pooler pooler(Node node) {
        return DatabaseOptions.Pooler.valueOf(YamlValue.text(node).toUpperCase(Locale.ROOT));
    }

    private Optional<ZoneId> zone(Node node) {
        if (texts.isOpen(texts.text(node))) {
            return Optional.empty();
        }
        try {
            return Optional.of(ZoneId.of(texts.text(node)));
        } catch (DateTimeException unknown) {
            problems.add(node, "there is no time zone '" + texts.text(node) + "'", "for example UTC or Europe/Berlin");
            return Optional.empty();
        }
    }
}
