package dev.runbook.environment;

import dev.runbook.time.TimeText;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads {@code ping}, {@code metrics} and the drills that are expected. */
final class MonitoringReader {
    private static final Pattern DAYS = Pattern.compile("every ([1-9][0-9]{0,3})d");

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
                metrics.get("listen").flatMap(node -> ListenAddress.read(node, texts, problems)),
                root.map("drill").map("expected").each((runbook, node) -> every(node)));
    }

    private SecretSource ping(Node node) {
        SecretSource address = secrets.address(node);
        if (node instanceof ScalarNode && address instanceof SecretSource.Plain plain) {
            HttpAddress.check(node, plain.text(), texts, problems);
        }
        return address;
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
