package dev.runbook.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.runbook.text.ByteOrderMark;
import dev.runbook.text.DecimalText;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Parses JSON responses into plain maps, lists, texts, numbers and booleans. */
public final class JsonReader {
    /** Rejects an object with two values for one key: programs disagree about which of them counts. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private JsonReader() {}

    /** Returns the object or list a text holds; empty when the text as a whole is neither. */
    public static Optional<Object> read(String text) {
        String document = ByteOrderMark.strip(text).strip();
        if (!document.startsWith("{") && !document.startsWith("[")) {
            return Optional.empty(); // avoids loading the parser: most output is not JSON
        }
        try {
            return Optional.ofNullable(document(document));
        } catch (InvalidJsonException notJson) {
            return Optional.empty();
        }
    }

    /** Parses a JSON document; returns null for an empty text. */
    public static Object document(String text) throws InvalidJsonException {
        try (JsonParser parser = FACTORY.createParser(ByteOrderMark.strip(text))) {
            Object document = parser.nextToken() == null ? null : value(parser);
            if (parser.nextToken() != null) {
                throw InvalidJsonException.more(parser.currentTokenLocation());
            }
            return document;
        } catch (IOException fault) {
            throw InvalidJsonException.of(fault);
        }
    }

    private static Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> list(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> parser.getNumberValue();
            case VALUE_NUMBER_FLOAT -> decimal(parser);
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    private static BigDecimal decimal(JsonParser parser) throws IOException {
        BigDecimal number = parser.getDecimalValue();
        if (!DecimalText.isBounded(number)) {
            throw new StreamConstraintsException("the number has too many digits");
        }
        return number;
    }

    private static Map<String, Object> object(JsonParser parser) throws IOException {
        Map<String, Object> object = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            object.put(name, value(parser));
        }
        return object;
    }

    private static List<Object> list(JsonParser parser) throws IOException {
        List<Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(value(parser));
        }
        return list;
    }
}
