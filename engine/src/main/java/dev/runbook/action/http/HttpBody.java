package dev.runbook.action.http;

import dev.runbook.value.Template;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What a request carries. Values stay values until the request is built, so that none can change its shape. */
public sealed interface HttpBody {
    /** For people: secrets by name. */
    String shown();

    /** A document of maps, lists and plain values. */
    record Json(Object document) implements HttpBody {
        @Override
        public String shown() {
            return HttpValues.shownJson(document);
        }
    }

    /** Fields as a browser's form sends them. */
    record Form(Map<String, Object> fields) implements HttpBody {
        public Form {
            fields = new LinkedHashMap<>(fields);
        }

        @Override
        public String shown() {
            return fields.entrySet().stream()
                    .map(field -> field.getKey() + "=" + field.getValue())
                    .collect(Collectors.joining("&"));
        }
    }

    /** Text as the author wrote it, sent as UTF-8. */
    record Text(Template text, String contentType) implements HttpBody {
        @Override
        public String shown() {
            return text.shown();
        }
    }
}
