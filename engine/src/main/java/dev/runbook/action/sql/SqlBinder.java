package dev.runbook.action.sql;

import dev.runbook.AuthorException;
import dev.runbook.action.sql.database.Dialect;
import dev.runbook.action.sql.script.SqlIdentifier;
import dev.runbook.action.sql.script.SqlLiteral;
import dev.runbook.action.sql.script.SqlStatement;
import dev.runbook.environment.Secrets;
import dev.runbook.json.JsonWriter;
import dev.runbook.value.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Inserts values into statements in one of three ways: as parameters, as quoted names, as literals. */
final class SqlBinder {
    private final Dialect dialect;
    private final Secrets secrets;
    private final Optional<ZoneId> zone;

    /**
     * @param zone the zone of the database's times that have none
     */
    SqlBinder(Dialect dialect, Secrets secrets, Optional<ZoneId> zone) {
        this.dialect = dialect;
        this.secrets = secrets;
        this.zone = zone;
    }

    /** @throws AuthorException when a value has no form that the database accepts */
    BoundStatement bound(SqlStatement statement) {
        boolean prepared = statement.values().stream()
                .anyMatch(value -> !(value instanceof SqlIdentifier || value instanceof SqlLiteral));
        StringBuilder text = new StringBuilder();
        List<Object> parameters = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < statement.gaps().size(); i++) {
            text.append(authors(statement, from, statement.gaps().get(i), prepared));
            put(statement.values().get(i), text, parameters, places);
            from = statement.gaps().get(i) + 1;
        }
        text.append(authors(statement, from, statement.text().length(), prepared));
        return new BoundStatement(statement, text.toString(), parameters, places);
    }

    private String authors(SqlStatement statement, int from, int to, boolean prepared) {
        String written = statement.text().substring(from, to);
        if (!prepared || written.indexOf('?') < 0) {
            return written;
        }
        StringBuilder escaped = new StringBuilder();
        for (int i = from; i < to; i++) {
            String c = statement.text().substring(i, i + 1);
            escaped.append(statement.code().charAt(i) == '?' ? dialect.escapeForParameters(c) : c);
        }
        return escaped.toString();
    }

    private void put(Object value, StringBuilder text, List<Object> parameters, List<Integer> places) {
        if (value instanceof SqlIdentifier identifier) {
            text.append(identifier.names().stream().map(this::identifier).collect(Collectors.joining(".")));
        } else if (value instanceof SqlLiteral literal) {
            text.append(literal(literal.value()));
        } else {
            List<?> several = value instanceof List<?> list ? list : Collections.singletonList(value);
            if (several.isEmpty()) {
                throw new AuthorException("an empty list cannot be bound: guard the step with onlyIf { … }");
            }
            for (int i = 0; i < several.size(); i++) {
                text.append(i == 0 ? "" : ", ");
                places.add(text.length());
                text.append('?');
                parameters.add(parameter(several.get(i)));
            }
        }
    }

    private String identifier(Object name) {
        String text = name instanceof Secret secret ? secrets.open(secret) : String.valueOf(name);
        if (text.isEmpty()) {
            throw new AuthorException("the name given to identifier(…) is empty");
        }
        return dialect.identifier(withoutNul(text, "identifier(…)"));
    }

    private String literal(Object value) {
        if (value == null) {
            return "NULL";
        }
        if (value instanceof Number) {
            return value.toString();
        }
        if (value instanceof Instant time) {
            return dialect.literal(time, zone);
        }
        return value instanceof Boolean truth
                ? dialect.literal(truth)
                : dialect.literal(withoutNul(String.valueOf(parameter(value)), "literal(…)"));
    }

    private Object parameter(Object value) {
        if (value instanceof Secret secret) {
            return secrets.open(secret);
        }
        if (value instanceof Map) {
            return JsonWriter.write(value);
        }
        if (value instanceof Instant instant) {
            return dialect.parameter(instant, zone);
        }
        if (value instanceof List) {
            throw new AuthorException("a list inside a list cannot be bound");
        }
        if (value == null || value instanceof Number || value instanceof Boolean) {
            return value;
        }
        return value instanceof Duration time ? time.toString() : withoutNul(value.toString(), "a statement");
    }

    private static String withoutNul(String text, String where) {
        if (text.indexOf('\0') >= 0) {
            throw new AuthorException("the value in " + where + " contains a NUL character, which no database accepts");
        }
        return text;
    }
}
