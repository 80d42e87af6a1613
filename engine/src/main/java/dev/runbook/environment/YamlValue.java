package dev.runbook.environment;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Reads the value of a node by YAML 1.2's core schema: {@code no} and {@code 010} are texts; only {@code true}, {@code
 * false}, {@code null} and plain decimal numbers are not.
 */
final class YamlValue {
    private static final Pattern WHOLE = Pattern.compile("[-+]?(0|[1-9][0-9]*)");
    private static final Pattern DECIMAL = Pattern.compile("[-+]?(0|[1-9][0-9]*)?\\.[0-9]+([eE][-+]?[0-9]+)?");

    private YamlValue() {}

    /** Returns the text of a scalar as written; for any other node, its kind. */
    static String text(Node node) {
        return node instanceof ScalarNode scalar
                ? scalar.getValue()
                : node.getNodeId().name();
    }

    /** Returns a Text, Boolean, Long or Integer, Double, null, List or Map (in file order). */
    static Object of(Node node) {
        if (node instanceof MappingNode map) {
            Map<String, Object> values = new LinkedHashMap<>();
            map.getValue().forEach(entry -> values.put(text(entry.getKeyNode()), of(entry.getValueNode())));
            return values;
        }
        if (node instanceof SequenceNode list) {
            return list.getValue().stream().map(YamlValue::of).toList();
        }
        ScalarNode scalar = (ScalarNode) node;
        return scalar.getScalarStyle() == DumperOptions.ScalarStyle.PLAIN
                ? plain(scalar.getValue())
                : scalar.getValue();
    }

    private static Object plain(String text) {
        return switch (text) {
            case "true", "True", "TRUE" -> true;
            case "false", "False", "FALSE" -> false;
            case "", "~", "null", "Null", "NULL" -> null;
            default -> number(text);
        };
    }

    private static Object number(String text) {
        if (WHOLE.matcher(text).matches()) {
            BigInteger number = new BigInteger(text);
            if (number.bitLength() < Integer.SIZE) {
                return number.intValue();
            }
            return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
        }
        return DECIMAL.matcher(text).matches() ? (Object) Double.valueOf(text) : text;
    }
}
