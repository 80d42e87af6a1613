package dev.runbook.action.sql.script;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The name of a table, column or other database object, validated and quoted for its dialect.
 *
 * @param names the parts of a qualified name, outermost first ({@code audit}, {@code orders}); plain texts, or a value
 *     known only at run time
 */
public record SqlIdentifier(List<Object> names) {
    public SqlIdentifier {
        names = List.copyOf(names);
    }

    public static SqlIdentifier of(Object... names) {
        return new SqlIdentifier(List.of(names));
    }

    @Override
    public String toString() {
        return names.stream().map(String::valueOf).collect(Collectors.joining("."));
    }
}
