package dev.runbook.action.http;

import dev.runbook.value.Template;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The content of a request. Values are inserted only when the request is built, so that none can change its structure.
 */
public sealed interface HttpBody {
    /** Formats the body for display: secrets by name. */
    String shown();

    /** A document of maps, lists and plain values. */
    record Json(Object document) implements HttpBody {
        @Override
        public String shown() {
            return HttpValues.shownJson(document);
        }
    }

    /** Fields, encoded like a browser's form. */
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

    /** Parts of a multipart form, texts and files, in order. */
    record Parts(List<Part> parts) implements HttpBody {
        public Parts {
            parts = List.copyOf(parts);
        }

        @Override
        public String shown() {
            return parts.stream().map(Part::shown).collect(Collectors.joining("\n"));
        }
    }

    /** One named part of a multipart form. */
    sealed interface Part {
        String name();

        Optional<String> contentType();

        String shown();
    }

    /** A text part, sent as UTF-8. */
    record TextPart(String name, Template text, Optional<String> contentType) implements Part {
        @Override
        public String shown() {
            return "part " + name + "=" + text.shown();
        }
    }

    /**
     * A file part, sent in chunks whatever its size.
     *
     * @param folder the base of a relative name
     */
    record FilePart(String name, Template file, Path folder, Optional<String> contentType) implements Part {
        @Override
        public String shown() {
            return "part " + name + "=file " + file.shown();
        }
    }
}
