package dev.runbook.compile.vocabulary;

import dev.runbook.value.Suggestion;
import java.util.Collection;
import java.util.Optional;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;

/** Suggests the known word nearest to an unknown one, as the cure of a diagnostic. */
public final class WordSuggestion {
    private WordSuggestion() {}

    /** Returns the nearest word; empty when none is near. */
    public static Optional<String> nearest(String typed, Collection<String> known) {
        return Suggestion.closest(typed, known);
    }

    /** {@code did you mean 'step'?}; empty when no word is near. */
    public static String[] didYouMean(String typed, Collection<String> known) {
        return Suggestion.didYouMean(typed, known).stream().toArray(String[]::new);
    }

    /** Suggests the unit meant after a number: only 1 takes a singular, {@code 1.minute}. */
    public static String[] unit(String typed, Expression number) {
        boolean one = number instanceof ConstantExpression constant
                && Integer.valueOf(1).equals(constant.getValue());
        return nearest(typed, PlainMembers.UNITS)
                .map(unit -> !one && PlainMembers.UNITS.contains(unit + "s") ? unit + "s" : unit)
                .map(unit -> new String[] {"did you mean '" + unit + "'?"})
                .orElse(new String[0]);
    }
}
