package dev.runbook.environment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads the sources of secrets. Does not open them. */
final class SecretReader {
    private final Interpolation texts;
    private final List<SecretSource> named = new ArrayList<>();

    SecretReader(Interpolation texts) {
        this.texts = texts;
    }

    SecretSource source(Node node) {
        Map.Entry<String, Node> only =
                YamlMap.of(node).entries().entrySet().iterator().next();
        Node value = only.getValue();
        SecretSource source = switch (only.getKey()) {
            case "env" -> new SecretSource.Variable(YamlValue.text(value));
            case "file" -> new SecretSource.File(texts.path(value));
            case "command" ->
                new SecretSource.Command(((SequenceNode) value)
                        .getValue().stream().map(YamlValue::text).toList());
            default -> new SecretSource.Plain(YamlValue.text(value));
        };
        named.add(source);
        return source;
    }

    /** Returns every source read so far. */
    List<SecretSource> named() {
        return List.copyOf(named);
    }

    /** Reads an address, which may be plain text or the source of a secret. */
    SecretSource address(Node node) {
        return node instanceof ScalarNode ? new SecretSource.Plain(texts.text(node)) : source(node);
    }
}
