package dev.runbook.docs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Generates the reference page of the environment file from its published JSON Schema. */
final class EnvironmentPage {
    static final String NAME = "environment.md";

    /**
     * One key of the environment file.
     *
     * @param path the full key path, {@code hosts.NAME.address}
     */
    record Key(String path, String type, String description, List<Object> examples) {}

    private final Map<String, Object> root;
    private final Map<String, Object> definitions;

    private EnvironmentPage(Map<String, Object> root) {
        this.root = root;
        this.definitions = map(root.get("$defs"));
    }

    /** @param schema the text of the schema; JSON is YAML */
    static EnvironmentPage of(String schema) {
        return new EnvironmentPage(map(new Yaml(new SafeConstructor(new LoaderOptions())).load(schema)));
    }

    /** All keys of an environment file, in the schema's order. */
    List<Key> keys() {
        List<Key> keys = new ArrayList<>();
        addProperties(root, "", keys);
        return keys;
    }

    /** The page as Markdown. */
    String text() {
        StringBuilder page = new StringBuilder("# The environment file\n\n"
                + "<!-- Generated from environment.schema.json: edit it there. -->\n\n"
                + "An environment file declares the systems that a runbook acts on: `environments/NAME.yaml` beside the"
                + " runbook, chosen with `-e NAME`. " + root.get("description") + "\n\n"
                + "Relative paths are relative to the file's folder. An unknown key is an error with its line and a"
                + " suggestion. `NAME` in a path below is a name of your choice.\n");
        for (Key key : keys()) {
            if (!key.path().contains(".")) {
                page.append("\n## ").append(key.path()).append("\n\n").append(key.description());
                page.append("\n\n```yaml\n").append(yaml(key)).append("```\n");
                appendNested(page, key.path());
            }
        }
        return page.append("\n[Every word of the language](README.md)\n").toString();
    }

    private void appendNested(StringBuilder page, String top) {
        List<Key> nested =
                keys().stream().filter(key -> key.path().startsWith(top + ".")).toList();
        if (!nested.isEmpty()) {
            page.append("\n| key | value | meaning | example |\n| --- | --- | --- | --- |\n");
            nested.forEach(key -> page.append("| `")
                    .append(key.path())
                    .append("` | ")
                    .append(key.type())
                    .append(" | ")
                    .append(key.description())
                    .append(" | `")
                    .append(flow(key.examples().get(0)))
                    .append("` |\n"));
        }
    }

    private void addProperties(Map<String, Object> schema, String prefix, List<Key> keys) {
        map(schema.getOrDefault("properties", Map.of())).forEach((name, value) -> {
            Map<String, Object> property = resolve(map(value));
            String path = prefix + name;
            keys.add(new Key(
                    path,
                    type(property),
                    (String) property.getOrDefault("description", ""),
                    list(property.getOrDefault("examples", List.of()))));
            addNested(property, path, keys);
        });
    }

    /**
     * Adds nested keys. A secret is a leaf: its three forms are described once, under {@code secrets}. A host's jump is
     * a host again.
     */
    private void addNested(Map<String, Object> schema, String path, List<Key> keys) {
        if ((isSecret(schema) && path.contains(".") && !path.equals("secrets.NAME")) || path.endsWith(".jump")) {
            return;
        }
        addProperties(schema, path + ".", keys);
        if (schema.get("additionalProperties") instanceof Map<?, ?> named) {
            addNested(resolve(map(named)), path + ".NAME", keys);
        }
        for (Object choice : list(schema.getOrDefault("anyOf", List.of()))) {
            Map<String, Object> resolved = resolve(map(choice));
            if (resolved.containsKey("properties") || resolved.containsKey("anyOf")) {
                addNested(resolved, path, keys);
            }
        }
    }

    private static boolean isSecret(Map<String, Object> schema) {
        return map(schema.getOrDefault("properties", Map.of())).containsKey("plain");
    }

    /** Resolves a reference; its own description and examples take precedence over those of its target. */
    private Map<String, Object> resolve(Map<String, Object> schema) {
        if (!(schema.get("$ref") instanceof String reference)) {
            return schema;
        }
        Map<String, Object> resolved =
                new LinkedHashMap<>(map(definitions.get(reference.substring("#/$defs/".length()))));
        resolved.putAll(schema);
        resolved.remove("$ref");
        return resolved;
    }

    private String type(Map<String, Object> schema) {
        if (isSecret(schema)) {
            return "a [secret's source](#secrets)";
        }
        if (schema.get("title") instanceof String title) {
            return title;
        }
        if (schema.get("enum") instanceof List<?> allowed) {
            return allowed.stream()
                    .map(value -> "`" + value + "`")
                    .reduce((a, b) -> a + " or " + b)
                    .orElseThrow();
        }
        return list(schema.getOrDefault("type", "object")).stream()
                .map(type -> switch (String.valueOf(type)) {
                    case "object" -> "a map";
                    case "array" -> "a list";
                    case "boolean" -> "`true` or `false`";
                    case "integer", "number" -> "a number";
                    default -> "text";
                })
                .distinct()
                .reduce((a, b) -> a + ", " + b)
                .orElseThrow();
    }

    private static String yaml(Key key) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setIndicatorIndent(2);
        options.setIndentWithIndicator(true);
        options.setWidth(120);
        return new Yaml(options).dump(Map.of(key.path(), key.examples().get(0)));
    }

    private static String flow(Object example) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.FLOW);
        options.setWidth(1000);
        return new Yaml(options).dump(example).strip();
    }

    private static List<Object> list(Object value) {
        return value instanceof List<?> several ? List.copyOf(several) : List.of(value);
    }

    @SuppressWarnings("unchecked") // every key of a JSON object is a text
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }
}
