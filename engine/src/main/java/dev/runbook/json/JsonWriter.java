package dev.runbook.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;

/** Writes plain maps, lists, texts, numbers and booleans as JSON, and any other value as text. */
public final class JsonWriter {
    private static final JsonFactory FACTORY = new JsonFactory().setCharacterEscapes(new HiddenCharacters());

    /** The depth limit. Deeper values occur only in hostile input and are omitted. */
    private static final int DEEPEST = 200;

    /**
     * Escapes characters that JSON allows in a text but that control a terminal or are invisible, besides those that
     * JSON requires to be escaped.
     */
    private static final class HiddenCharacters extends CharacterEscapes {
        private static final long serialVersionUID = 1L;
        private static final int DELETE = 0x7f;
        private final int[] ascii = CharacterEscapes.standardAsciiEscapesForJSON();

        HiddenCharacters() {
            ascii[DELETE] = CharacterEscapes.ESCAPE_STANDARD;
        }

        @Override
        public int[] getEscapeCodesForAscii() {
            return ascii.clone();
        }

        @Override
        public SerializableString getEscapeSequence(int character) {
            return switch (Character.getType(character)) {
                case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                    new SerializedString(String.format("\\u%04x", character));
                default -> null;
            };
        }
    }

    private JsonWriter() {}

    /** Writes a value on one line. */
    public static String write(Object value) {
        return write(value, false);
    }

    /** Writes a value indented on several lines. */
    public static String pretty(Object value) {
        return write(value, true);
    }

    private static String write(Object value, boolean indented) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(text)) {
            if (indented) {
                generator.useDefaultPrettyPrinter();
            }
            write(generator, value, 0);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private static void write(JsonGenerator generator, Object value, int depth) throws IOException {
        if (depth > DEEPEST) {
            generator.writeString("…");
        } else if (value == null) {
            generator.writeNull();
        } else if (value instanceof Map<?, ?> map) {
            generator.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                generator.writeFieldName(String.valueOf(entry.getKey()));
                write(generator, entry.getValue(), depth + 1);
            }
            generator.writeEndObject();
        } else if (value instanceof Iterable<?> list) {
            generator.writeStartArray();
            for (Object element : list) {
                write(generator, element, depth + 1);
            }
            generator.writeEndArray();
        } else if (value instanceof Boolean truth) {
            generator.writeBoolean(truth);
        } else if (value instanceof Number number) {
            write(generator, number);
        } else {
            generator.writeString(String.valueOf(value));
        }
    }

    private static void write(JsonGenerator generator, Number number) throws IOException {
        if (number instanceof Integer || number instanceof Long || number instanceof Short || number instanceof Byte) {
            generator.writeNumber(number.longValue());
        } else if (number instanceof BigInteger big) {
            generator.writeNumber(big);
        } else if (number instanceof BigDecimal exact) {
            generator.writeNumber(exact);
        } else if (Double.isFinite(number.doubleValue())) {
            generator.writeNumber(number.doubleValue());
        } else {
            generator.writeString(number.toString()); // JSON has no NaN
        }
    }
}
