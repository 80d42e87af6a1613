package dev.runbook.environment;

import dev.runbook.time.TimeText;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads {@code ping}, {@code metrics} and the drills that are expected. */
final class MonitoringReader {
    private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+):([0-9]{1,5})");
    private static final Pattern DAYS = Pattern.compile("every ([1-9][0-9]{0,3})d");
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
                metrics.get("listen").flatMap(this::address),
                root.map("drill").map("expected").each((runbook, node) -> every(node)));
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

    /** Reads {@code every 7d}. */
    private Duration every(Node node) {
        String text = YamlValue.text(node);
        Matcher days = DAYS.matcher(text);
        Optional<Duration> time = days.matches()
                ? Optional.of(Duration.ofDays(Long.parseLong(days.group(1))))
                : text.startsWith("every ") ? TimeText.parse(text.substring("every ".length())) : Optional.empty();
        if (time.filter(every -> !every.isZero()).isEmpty()) {
            problems.add(node, "'" + text + "' does not say how often", "write it as 'every 7d' or 'every 12h'");
        }
        return time.orElse(Duration.ZERO);
    }
}
