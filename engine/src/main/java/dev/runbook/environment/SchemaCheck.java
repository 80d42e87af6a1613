package dev.runbook.environment;

import dev.runbook.value.Suggestion;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Validates a file against a {@link Schema} and explains each difference to the author. */
final class SchemaCheck {
    private final Problems problems;

    SchemaCheck(Problems problems) {
        this.problems = problems;
    }

    /**
     * @param what the value's name in the file, for messages
     */
    void check(Node node, Schema schema, String what) {
        List<Schema> choices = schema.anyOf();
        if (!choices.isEmpty()) {
            Optional<Schema> choice = choices.stream()
                    .filter(one -> one.types().contains(type(node)))
                    .findFirst();
            choice.ifPresentOrElse(
                    one -> check(node, one, what), () -> wrongType(node, what, expected(schema, choices)));
        } else if (schema.confidential() && !(node instanceof MappingNode)) {
            problems.addUnquoted(node, "'" + what + "' is " + expected(schema, List.of(schema)));
        } else if (!fits(node, schema)
                || (!schema.allowed().isEmpty() && !schema.allowed().contains(YamlValue.of(node)))) {
            wrongType(node, what, expected(schema, List.of(schema)));
        } else if (node instanceof MappingNode map) {
            checkMap(map, schema, what);
        } else if (node instanceof SequenceNode list) {
            checkList(list, schema, what);
        }
    }

    private void checkMap(MappingNode map, Schema schema, String what) {
        for (NodeTuple entry : map.getValue()) {
            String key = YamlValue.text(entry.getKeyNode());
            if (!(entry.getKeyNode() instanceof ScalarNode)) {
                problems.add(entry.getKeyNode(), "a key is a text");
            } else if (schema.property(key).isPresent()) {
                check(entry.getValueNode(), schema.property(key).get(), key);
            } else if (!schema.properties().isEmpty()) {
                unknown(entry.getKeyNode(), key, schema, what);
            }
        }
        Set<String> keys = map.getValue().stream()
                .map(entry -> YamlValue.text(entry.getKeyNode()))
                .collect(Collectors.toSet());
        schema.required().stream()
                .filter(key -> !keys.contains(key))
                .forEach(key -> problems.add(map, "'" + what + "' needs '" + key + "'"));
        if (keys.size() < schema.number("minProperties", 0)
                || keys.size() > schema.number("maxProperties", Integer.MAX_VALUE)) {
            problems.add(map, "'" + what + "' takes exactly one of " + names(schema));
        }
    }

    private void checkList(SequenceNode list, Schema schema, String what) {
        if (list.getValue().size() < schema.number("minItems", 0)) {
            problems.add(list, "'" + what + "' is an empty list");
        }
        schema.items().ifPresent(items -> list.getValue().forEach(item -> check(item, items, what)));
    }

    private void unknown(Node at, String key, Schema schema, String what) {
        Optional<String> near = Suggestion.didYouMean(key, schema.properties().keySet());
        problems.add(
                at,
                "unknown key '" + key + "' in '" + what + "'",
                Optional.of(near.orElse("known here: " + names(schema))));
    }

    private static String names(Schema schema) {
        return String.join(", ", schema.properties().keySet());
    }

    private void wrongType(Node node, String what, String expected) {
        problems.add(node, "'" + what + "' is " + expected + ", not " + found(node), cure(node, expected));
    }

    /** Suggests quotes where YAML parsed a text as another type, the usual mistake. */
    private static Optional<String> cure(Node node, String expected) {
        Object value = YamlValue.of(node);
        boolean plain = value instanceof Number || value instanceof Boolean;
        return plain && expected.equals(word("string"))
                ? Optional.of("write it in quotes: '" + YamlValue.text(node) + "'")
                : Optional.empty();
    }

    private static boolean fits(Node node, Schema schema) {
        String type = type(node);
        return schema.types().isEmpty()
                || schema.types().contains(type)
                || (type.equals("integer") && schema.types().contains("number"));
    }

    private static String expected(Schema schema, List<Schema> choices) {
        return schema.title()
                .orElseGet(() -> choices.stream()
                        .flatMap(choice -> choice.types().stream())
                        .map(SchemaCheck::word)
                        .collect(Collectors.joining(" or ")));
    }

    private static String type(Node node) {
        if (node instanceof MappingNode) {
            return "object";
        }
        if (node instanceof SequenceNode) {
            return "array";
        }
        Object value = YamlValue.of(node);
        if (value == null) {
            return "null";
        }
        return value instanceof String
                ? "string"
                : value instanceof Boolean ? "boolean" : value instanceof Double ? "number" : "integer";
    }

    private static String word(String type) {
        return switch (type) {
            case "object" -> "a map";
            case "array" -> "a list";
            case "boolean" -> "true or false";
            case "string" -> "a text";
            case "integer" -> "a whole number";
            default -> "a number";
        };
    }

    private static String found(Node node) {
        return switch (type(node)) {
            case "object" -> "a map";
            case "array" -> "a list";
            case "null" -> "empty";
            case "string" -> "the text '" + YamlValue.text(node) + "'";
            default -> YamlValue.text(node);
        };
    }
}
