package dev.runbook.environment;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/** The entries of a map node by key, in file order. */
record YamlMap(Map<String, Node> entries) {

    static YamlMap of(Node node) {
        Map<String, Node> entries = new LinkedHashMap<>();
        ((MappingNode) node)
                .getValue()
                .forEach(entry -> entries.put(YamlValue.text(entry.getKeyNode()), entry.getValueNode()));
        return new YamlMap(entries);
    }

    static YamlMap empty() {
        return new YamlMap(Map.of());
    }

    Optional<Node> get(String key) {
        return Optional.ofNullable(entries.get(key));
    }

    /** Returns the map under a key; an absent map is empty. */
    YamlMap map(String key) {
        return get(key).map(YamlMap::of).orElseGet(YamlMap::empty);
    }

    <T> Map<String, T> each(BiFunction<String, Node, T> reading) {
        Map<String, T> values = new LinkedHashMap<>();
        entries.forEach((key, node) -> values.put(key, reading.apply(key, node)));
        return values;
    }
}
