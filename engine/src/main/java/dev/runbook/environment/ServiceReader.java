package dev.runbook.environment;

import dev.runbook.environment.Environment.Service;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * Reads {@code services}: a base URL, or a map with more settings. Files are only named here and are read when used: a
 * build server that checks runbooks has no keys.
 */
final class ServiceReader {
    private static final Pattern CREDENTIALS = Pattern.compile("(\\w+://)[^/?#]*@");

    private final Interpolation texts;
    private final SecretReader secrets;
    private final Problems problems;

    ServiceReader(Interpolation texts, SecretReader secrets, Problems problems) {
        this.texts = texts;
        this.secrets = secrets;
        this.problems = problems;
    }

    Service service(String name, Node node) {
        if (node instanceof ScalarNode) {
            return Service.at(name, url(name, node));
        }
        YamlMap map = YamlMap.of(node);
        String url = map.get("url").map(written -> url(name, written)).orElseThrow();
        if (map.entries().size() == 1) {
            return Service.at(name, url);
        }
        check(map, url, node);
        return new Service(name, url, new TlsReader(texts, secrets, problems).tls(map, node));
    }

    /**
     * Reads a URL without user and password, which plans would show and journals would keep; they belong in the
     * request.
     */
    private String url(String name, Node node) {
        String url = texts.text(node);
        if (!CREDENTIALS.matcher(url).lookingAt()) {
            boolean unset = url.isEmpty() && !YamlValue.text(node).isEmpty(); // already reported
            if (!texts.isOpen(url) && !unset) {
                BaseUrlCheck.mistakeIn(url).ifPresent(mistake -> problems.add(node, mistake.message(), mistake.cure()));
            }
            return url;
        }
        problems.addUnquoted(
                node,
                "the URL of service '" + name
                        + "' holds a user or a password, which plans would show and journals keep:"
                        + " declare it under secrets, and send it by basic, bearer or header in the http block");
        return CREDENTIALS.matcher(url).replaceFirst("$1");
    }

    private void check(YamlMap map, String url, Node node) {
        if (!url.regionMatches(true, 0, "https://", 0, "https://".length()) && !texts.isOpen(url)) {
            problems.add(
                    map.get("url").orElse(node),
                    "'" + url + "' is not reached over TLS, so no certificate is used",
                    "write https://, or leave out what is declared beside the url");
        }
    }
}
