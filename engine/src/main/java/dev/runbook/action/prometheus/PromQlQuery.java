package dev.runbook.action.prometheus;

import dev.runbook.AuthorException;
import dev.runbook.text.DecimalText;
import dev.runbook.value.Secret;
import dev.runbook.value.Template;
import java.time.Duration;
import java.util.List;

/** Inserts values into a query: escaped in a label's quotes, as a number or a duration elsewhere. */
final class PromQlQuery {
    private PromQlQuery() {}

    /** @throws AuthorException when a value is not allowed in its place */
    static String of(Template query) {
        List<PromQlPlace> places = PromQlText.of(query.parts()).gaps();
        StringBuilder text = new StringBuilder(query.parts().get(0));
        for (int i = 0; i < places.size(); i++) {
            text.append(written(query.values().get(i), places.get(i)))
                    .append(query.parts().get(i + 1));
        }
        return text.toString();
    }

    private static String written(Object value, PromQlPlace place) {
        if (value == null || value instanceof Secret) {
            throw new AuthorException("a value in the query is " + (value == null ? "missing" : "a secret"));
        }
        return switch (place) {
            case DOUBLE_QUOTES -> escaped(value.toString(), '"');
            case SINGLE_QUOTES -> escaped(value.toString(), '\'');
            case NUMBER -> number(value);
            default -> throw place.refusal();
        };
    }

    /** Escapes only the quote in use: Go strings reject an escape of the other one. */
    private static String escaped(String text, char quote) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            escaped.append(escaped(text.charAt(i), quote));
        }
        return escaped.toString();
    }

    private static String escaped(char c, char quote) {
        if (c == '\\' || c == quote) {
            return "\\" + c;
        }
        return c < ' ' || c == 0x7f ? String.format("\\x%02x", (int) c) : String.valueOf(c);
    }

    private static String number(Object value) {
        if (value instanceof Duration time) {
            return time.toMillis() + "ms";
        }
        if (value instanceof Number) {
            return value.toString();
        }
        try {
            return DecimalText.read(value.toString().strip()).toPlainString();
        } catch (NumberFormatException text) {
            throw new AuthorException("'" + value + "' is not a number: put the value in quotes if it is a label's");
        }
    }
}
