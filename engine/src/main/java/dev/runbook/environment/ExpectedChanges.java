package dev.runbook.environment;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What a drill is to change in the state of its lab. Each text is the name of a part of the state, such as
 * {@code rows/orders}; {@code *} in it matches any characters. A part that no text names must be the same after the
 * drill as before.
 *
 * @param must each names at least one part that is different after the drill
 * @param may parts that may be different or not, such as those that customers change meanwhile
 */
public record ExpectedChanges(List<String> must, List<String> may) {
    public ExpectedChanges {
        must = List.copyOf(must);
        may = List.copyOf(may);
    }

    /** Returns whether one of the names that must change is that of the part. */
    boolean musts(String part) {
        return must.stream().anyMatch(name -> names(name, part));
    }

    /** Returns whether the part may change. */
    public boolean allows(String part) {
        return musts(part) || may.stream().anyMatch(name -> names(name, part));
    }

    /** Returns whether a name in a declaration is that of a part. */
    public static boolean names(String name, String part) {
        return Pattern.matches(Pattern.quote(name).replace("*", "\\E.*\\Q"), part);
    }
}
