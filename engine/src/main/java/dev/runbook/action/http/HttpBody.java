package dev.runbook.action.http;

import dev.runbook.value.Template;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** Parts of a multipart form, texts and files, in the order they are sent. */
    record Parts(List<Part> parts) implements HttpBody {
        public Parts {
            parts = List.copyOf(parts);
        }

        @Override
        public String shown() {
            return parts.stream().map(Part::shown).collect(Collectors.joining("\n"));
        }
    }

    /** One part of a multipart form, by its name. */
    sealed interface Part {
        String name();

        Optional<String> contentType();

        String shown();
    }

    /** A part that is a text, sent as UTF-8. */
    record TextPart(String name, Template text, Optional<String> contentType) implements Part {
        @Override
        public String shown() {
            return "part " + name + "=" + text.shown();
        }
    }

    /**
     * A part that is a file, sent piece by piece whatever its size.
     *
     * @param folder where a relative name starts
     */
    record FilePart(String name, Template file, Path folder, Optional<String> contentType) implements Part {
        @Override
        public String shown() {
            return "part " + name + "=file " + file.shown();
        }
    }
}
