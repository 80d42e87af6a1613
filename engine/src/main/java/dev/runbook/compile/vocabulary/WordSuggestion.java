package dev.runbook.compile.vocabulary;

import dev.runbook.value.Suggestion;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;

/** Suggests the known word nearest to an unknown one, as the cure of a diagnostic. */
public final class WordSuggestion {
    /** The units of a time as other tools abbreviate them. */
    private static final Map<String, String> ABBREVIATED = Map.ofEntries(
            Map.entry("ms", "milliseconds"),
            Map.entry("millis", "milliseconds"),
            Map.entry("s", "seconds"),
            Map.entry("sec", "seconds"),
            Map.entry("secs", "seconds"),
            Map.entry("m", "minutes"),
            Map.entry("min", "minutes"),
            Map.entry("mins", "minutes"),
            Map.entry("h", "hours"),
            Map.entry("hr", "hours"),
            Map.entry("hrs", "hours"),
            Map.entry("d", "days"));

    private WordSuggestion() {}

    /** Returns the nearest word; empty when none is near. */
    public static Optional<String> nearest(String typed, Collection<String> known) {
        return Suggestion.closest(typed, known);
    }

    /** {@code did you mean 'step'?}; empty when no word is near. */
    public static String[] didYouMean(String typed, Collection<String> known) {
        return Suggestion.didYouMean(typed, known).stream().toArray(String[]::new);
    }

    /**
     * Suggests the unit meant after a number: only 1 takes a singular, {@code 1.minute}. A fraction has no units; what
     * resembles none is answered with the units of a time.
     */
    public static String[] unit(String typed, Expression number) {
        if (number instanceof ConstantExpression constant && constant.getValue() instanceof BigDecimal) {
            return new String[] {"a unit follows a whole number: write 90.minutes instead of 1.5.hours"};
        }
        if (ABBREVIATED.containsKey(typed)) {
            return new String[] {"did you mean '" + ABBREVIATED.get(typed) + "'?"};
        }
        boolean one = number instanceof ConstantExpression constant
                && Integer.valueOf(1).equals(constant.getValue());
        return nearest(typed, PlainMembers.UNITS)
                .map(unit -> !one && PlainMembers.UNITS.contains(unit + "s") ? unit + "s" : unit)
                .map(unit -> new String[] {"did you mean '" + unit + "'?"})
                .orElse(new String[] {"a time has the units milliseconds, seconds, minutes, hours and days"});
    }
}
