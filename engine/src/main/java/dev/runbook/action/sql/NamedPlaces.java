package dev.runbook.action.sql;

import dev.runbook.AuthorException;
import dev.runbook.action.sql.SqlText.Place;
import dev.runbook.value.Suggestion;
import dev.runbook.value.Template;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts values by name into a file's text: {@code :name} in code, but not {@code ::type} and not {@code a[1:n]}. */
final class NamedPlaces {
    private static final Pattern NAME = Pattern.compile("(?<![:\\w]):([A-Za-z_]\\w*)");

    private NamedPlaces() {}

    /**
     * The text with a gap for each name that {@code values} has; what else looks like a name is the file's own.
     *
     * @throws AuthorException when a value is given that the file has no place for
     */
    static Template filled(String file, String text, Map<String, Object> values) {
        Place[] places = SqlPlaces.of(text);
        List<String> parts = new ArrayList<>();
        List<Object> inGaps = new ArrayList<>();
        Set<String> seen = new TreeSet<>();
        Matcher name = NAME.matcher(text);
        int from = 0;
        while (name.find()) {
            if (places[name.start()] != Place.CODE) {
                continue;
            }
            seen.add(name.group(1));
            if (values.containsKey(name.group(1))) {
                parts.add(text.substring(from, name.start()));
                inGaps.add(values.get(name.group(1)));
                from = name.end();
            }
        }
        parts.add(text.substring(from));
        Set<String> unused = new LinkedHashSet<>(values.keySet());
        unused.removeAll(seen);
        if (!unused.isEmpty()) {
            String missing = unused.iterator().next();
            throw new AuthorException(file + " has no place ':" + missing + "' for the value given to it"
                    + Suggestion.closest(missing, seen)
                            .map(near -> ": did you mean '" + near + "'?")
                            .orElse(""));
        }
        return new Template(parts, inGaps);
    }
}
