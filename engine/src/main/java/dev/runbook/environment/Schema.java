package dev.runbook.environment;

import dev.runbook.EngineException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The subset of JSON Schema that the published schema of environment files uses: {@code type}, {@code properties},
 * {@code additionalProperties}, {@code required}, {@code minProperties}, {@code maxProperties}, {@code items}, {@code
 * minItems}, {@code enum}, {@code anyOf}, {@code $ref}, {@code title}.
 */
record Schema(Map<String, Object> keywords, Map<String, Object> definitions) {
    private static final String RESOURCE = "environment.schema.json";

    static Schema ofEnvironments() {
        return named(RESOURCE);
    }

    /** Reads a schema of this package. */
    static Schema named(String resource) {
        try (InputStream in = Schema.class.getResourceAsStream(resource)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8); // JSON is YAML
            Map<String, Object> root = map(
                    YamlValue.of(YamlText.parse(Path.of(resource), text).root().orElseThrow()));
            return new Schema(root, map(root.getOrDefault("$defs", Map.of())));
        } catch (IOException e) {
            throw new EngineException("cannot read " + resource + " from the engine's jar", e);
        }
    }

    List<String> types() {
        Object type = keywords.get("type");
        return type == null ? List.of() : type instanceof List<?> list ? texts(list) : List.of((String) type);
    }

    /** Returns the title of the value, where the schema has one. */
    Optional<String> title() {
        return Optional.ofNullable((String) keywords.get("title"));
    }

    /** Returns whether a text at this place may be a secret by mistake, so that messages must not repeat it. */
    boolean confidential() {
        return properties().containsKey("plain");
    }

    Map<String, Object> properties() {
        return map(keywords.getOrDefault("properties", Map.of()));
    }

    /** Returns the schema of a key's value; empty for an unknown key. */
    Optional<Schema> property(String key) {
        Object named = properties().get(key);
        return Optional.ofNullable(named != null ? named : keywords.get("additionalProperties"))
                .filter(Map.class::isInstance)
                .map(this::at);
    }

    Optional<Schema> items() {
        return Optional.ofNullable(keywords.get("items")).map(this::at);
    }

    List<String> required() {
        return list("required").stream().map(String.class::cast).toList();
    }

    List<Schema> anyOf() {
        return list("anyOf").stream().map(this::at).toList();
    }

    List<?> allowed() {
        return list("enum");
    }

    int number(String keyword, int otherwise) {
        return (int) keywords.getOrDefault(keyword, otherwise);
    }

    private Schema at(Object schema) {
        Map<String, Object> here = map(schema);
        Object reference = here.get("$ref");
        return new Schema(
                reference == null ? here : map(definitions.get(((String) reference).substring("#/$defs/".length()))),
                definitions);
    }

    private List<?> list(String keyword) {
        return (List<?>) keywords.getOrDefault(keyword, List.of());
    }

    private static List<String> texts(List<?> list) {
        return list.stream().map(String.class::cast).toList();
    }

    @SuppressWarnings("unchecked") // every key of a JSON object is a text
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }
}
