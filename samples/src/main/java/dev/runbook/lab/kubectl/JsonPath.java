package dev.runbook.lab.kubectl;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The subset of kubectl's JSONPath that runbooks use: {@code {.spec.selector.version}}, {@code [0]}, {@code [*]}, plain
 * text.
 */
final class JsonPath {
    private static final Pattern BRACES = Pattern.compile("\\{([^}]*)}");
    private static final Pattern PART = Pattern.compile("\\.?((?:[^.\\[\\]\\\\]|\\\\.)+)|\\[(\\*|\\d+|'[^']*')]");

    private JsonPath() {}

    static String evaluate(String template, JsonNode object) {
        Matcher braces = BRACES.matcher(template);
        StringBuilder text = new StringBuilder();
        while (braces.find()) {
            braces.appendReplacement(
                    text, Matcher.quoteReplacement(value(braces.group(1).strip(), object)));
        }
        braces.appendTail(text);
        return text.toString();
    }

    private static String value(String expression, JsonNode object) {
        if (expression.startsWith("\"")) {
            return expression
                    .substring(1, expression.length() - 1)
                    .replace("\\n", "\n")
                    .replace("\\t", "\t");
        }
        List<JsonNode> nodes = List.of(object);
        Matcher parts = PART.matcher(expression.startsWith("$") ? expression.substring(1) : expression);
        while (parts.find()) {
            nodes = step(nodes, parts.group(1), parts.group(2));
        }
        return nodes.stream()
                .map(node -> node.isValueNode() ? node.asText() : node.toString())
                .collect(Collectors.joining(" "));
    }

    private static List<JsonNode> step(List<JsonNode> nodes, String field, String index) {
        List<JsonNode> next = new ArrayList<>();
        for (JsonNode node : nodes) {
            if (field != null) {
                next.add(node.path(field.replaceAll("\\\\(.)", "$1")));
            } else if (index.equals("*")) {
                node.forEach(next::add);
            } else if (index.startsWith("'")) {
                next.add(node.path(index.substring(1, index.length() - 1)));
            } else {
                next.add(node.path(Integer.parseInt(index)));
            }
        }
        return next.stream().filter(node -> !node.isMissingNode()).toList();
    }
}
