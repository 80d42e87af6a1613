package dev.runbook.action.sql.script;

import dev.runbook.value.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds {@code :name} in the code of a text, but not {@code ::type} and not the bounds of {@code a[1:n]}. */
public final class NamedPlaces {
    private static final Pattern NAME = Pattern.compile("(?<![:\\w]):([A-Za-z_]\\w*)");

    /**
     * @param offset of its colon
     * @param inBrackets whether it may be a bound of an array instead
     */
    public record Named(String name, int offset, boolean inBrackets) {
        int end() {
            return offset + 1 + name.length();
        }
    }

    private NamedPlaces() {}

    /** Returns all of them, in order. */
    public static List<Named> of(String text) {
        SqlPlace[] places = SqlPlaces.of(text);
        List<Named> found = new ArrayList<>();
        int brackets = 0;
        Matcher name = NAME.matcher(text);
        int from = 0;
        while (name.find()) {
            for (; from < name.start(); from++) {
                boolean code = places[from] == SqlPlace.CODE;
                brackets += code && text.charAt(from) == '[' ? 1 : code && text.charAt(from) == ']' ? -1 : 0;
            }
            if (places[name.start()] == SqlPlace.CODE) {
                found.add(new Named(name.group(1), name.start(), brackets > 0));
            }
        }
        return found;
    }

    /** Returns the text with a gap for each name in {@code values}. */
    public static Template filled(String text, Map<String, Object> values) {
        List<String> parts = new ArrayList<>();
        List<Object> inGaps = new ArrayList<>();
        int from = 0;
        for (Named named : of(text)) {
            if (values.containsKey(named.name())) {
                parts.add(text.substring(from, named.offset()));
                inGaps.add(values.get(named.name()));
                from = named.end();
            }
        }
        parts.add(text.substring(from));
        return new Template(parts, inGaps);
    }
}
