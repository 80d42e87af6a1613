package dev.runbook.action.http;

import dev.runbook.AuthorException;
import dev.runbook.action.Action;
import dev.runbook.action.Attempt;
import dev.runbook.action.Outcome;
import dev.runbook.value.Secret;
import dev.runbook.value.Template;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Asks Prometheus over HTTP; its answer is one number, or no data. */
final class PrometheusAction implements Action {
    private final PrometheusSpec spec;

    PrometheusAction(PrometheusSpec spec) {
        this.spec = spec;
    }

    @Override
    public Outcome perform(Attempt attempt) {
        String base = attempt.environment().service(spec.on()).url();
        Template url = new Template(List.of("", "/api/v1/query?query=", ""), List.of(base, query()));
        HttpSpec request = HttpSpec.of(HttpMethod.GET, url).on(spec.on());
        return PrometheusOutcome.of(request.action().perform(attempt));
    }

    private String query() {
        Template query = spec.query();
        List<PromQlText.Place> places = PromQlText.of(query.parts()).gaps();
        List<String> values = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            values.add(written(query.values().get(i), places.get(i)));
        }
        StringBuilder text = new StringBuilder(query.parts().get(0));
        for (int i = 0; i < values.size(); i++) {
            text.append(values.get(i)).append(query.parts().get(i + 1));
        }
        return text.toString();
    }

    private static String written(Object value, PromQlText.Place place) {
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

    /** The other kind of quote needs no escape, and Go's strings take none for it. */
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
            return new BigDecimal(value.toString().strip()).toPlainString();
        } catch (NumberFormatException text) {
            throw new AuthorException("'" + value + "' is no number: put quotes around the value if it is a label's");
        }
    }
}
