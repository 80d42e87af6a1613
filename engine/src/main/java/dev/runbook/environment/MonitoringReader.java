package dev.runbook.environment;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads {@code ping} and {@code metrics}. */
final class MonitoringReader {
    private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+):([0-9]{1,5})");
    private static final int HIGHEST_PORT = 65_535;

    private final Interpolation texts;
    private final SecretReader secrets;
    private final Problems problems;

    MonitoringReader(Interpolation texts, SecretReader secrets, Problems problems) {
        this.texts = texts;
        this.secrets = secrets;
        this.problems = problems;
    }

    Monitoring monitoring(YamlMap root) {
        YamlMap metrics = root.map("metrics");
        return new Monitoring(
                root.get("ping").map(this::ping),
                metrics.get("textfiles").map(texts::path),
                metrics.get("listen").flatMap(this::address));
    }

    private SecretSource ping(Node node) {
        SecretSource address = secrets.address(node);
        if (node instanceof ScalarNode && address instanceof SecretSource.Plain plain) {
            HttpAddress.check(node, plain.text(), texts, problems);
        }
        return address;
    }

    private Optional<InetSocketAddress> address(Node node) {
        String text = texts.text(node);
        if (texts.isOpen(text)) {
            return Optional.empty();
        }
        Matcher parts = ADDRESS.matcher(text);
        if (!parts.matches() || Integer.parseInt(parts.group(2)) > HIGHEST_PORT) {
            problems.add(node, "'" + text + "' is not an address to listen on", "write it as 127.0.0.1:9469");
            return Optional.empty();
        }
        return Optional.of(InetSocketAddress.createUnresolved(
                parts.group(1).replaceAll("[\\[\\]]", ""), Integer.parseInt(parts.group(2))));
    }
}
