package dev.runbook.environment;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads a YAML file with values for a runbook's parameters: one text or number per name. */
public final class ParameterFile {
    private ParameterFile() {}

    /** @throws dev.runbook.AuthorException with every mistake in the file */
    public static Map<String, String> read(Path file) {
        YamlText text = YamlText.read(file);
        Map<String, String> values = new LinkedHashMap<>();
        text.root().ifPresent(root -> {
            if (root instanceof MappingNode) {
                YamlMap.of(root).entries().forEach((name, value) -> values.put(name, value(text, name, value)));
            } else {
                text.problems().add(root, "a file of parameters is a map: NAME: value");
            }
        });
        text.problems().throwIfAny();
        return values;
    }

    private static String value(YamlText text, String name, Node value) {
        if (!(value instanceof ScalarNode)) {
            text.problems().add(value, "'" + name + "' is one text or number");
        }
        return YamlValue.text(value);
    }
}
