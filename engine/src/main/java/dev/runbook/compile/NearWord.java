package dev.runbook.compile;

import dev.runbook.value.Suggestion;
import java.util.Collection;

/** The known word nearest to one nobody knows, as the cure of a diagnostic. */
final class NearWord {
    private NearWord() {}

    /** {@code did you mean 'step'?}; none when nothing is near. */
    static String[] didYouMean(String typed, Collection<String> known) {
        return Suggestion.didYouMean(typed, known).stream().toArray(String[]::new);
    }
}
