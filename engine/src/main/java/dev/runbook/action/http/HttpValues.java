package dev.runbook.action.http;

import dev.runbook.AuthorException;
import dev.runbook.environment.Secrets;
import dev.runbook.json.JsonWriter;
import dev.runbook.value.Secret;
import dev.runbook.value.Template;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Formats values for a request, with secrets opened. */
final class HttpValues {
    private final Secrets secrets;

    HttpValues(Secrets secrets) {
        this.secrets = secrets;
    }

    /** Inserts the values into the author's text, for places where a value cannot change the structure. */
    String text(Template template, String where) {
        return template.render(value -> text(value, where));
    }

    /** Formats one value as text. */
    String text(Object value, String where) {
        if (value == null) {
            throw new AuthorException("a value in " + where + " is missing");
        }
        if (value instanceof Map || value instanceof Iterable) {
            throw new AuthorException("a list or map is not allowed in " + where + ": use one value, or json(…)");
        }
        if (value instanceof Template template) {
            return text(template, where);
        }
        return value instanceof Secret secret ? secrets.open(secret) : value.toString();
    }

    String json(Object document) {
        return JsonWriter.write(plain(document, secrets::open));
    }

    /** Formats a document for display: secrets by name. */
    static String shownJson(Object document) {
        return JsonWriter.write(plain(document, Secret::toString));
    }

    private static Object plain(Object value, Function<Secret, String> open) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> plain = new LinkedHashMap<>();
            map.forEach((key, element) -> plain.put(String.valueOf(key), plain(element, open)));
            return plain;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(element -> plain(element, open)).toList();
        }
        if (value instanceof Template template) {
            return template.render(gap -> String.valueOf(plain(gap, open)));
        }
        return value instanceof Secret secret ? open.apply(secret) : value;
    }
}
