package dev.runbook.run;

import dev.runbook.AuthorException;
import dev.runbook.environment.Masker;
import dev.runbook.journal.Event;
import dev.runbook.plan.Condition;
import dev.runbook.plan.LostValueException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A block of conditions put to the values an action left. */
record Judged(List<Event.FailedCondition> failed) {

    static Judged of(Condition condition, Map<String, Object> values, Masker masker) {
        try {
            return judged(condition, values, masker);
        } catch (AuthorException refused) {
            return refused(refused, masker);
        }
    }

    /**
     * Whether something is to run at all.
     *
     * @throws LostValueException when nobody can say: to leave it out would be a guess
     */
    static Judged onlyIf(Condition condition, Masker masker) {
        try {
            return judged(condition, Map.of(), masker);
        } catch (LostValueException lost) {
            throw lost;
        } catch (AuthorException refused) {
            return refused(refused, masker);
        }
    }

    private static Judged judged(Condition condition, Map<String, Object> values, Masker masker) {
        return new Judged(condition.failures(values, masker::mask).stream()
                .map(Judged::event)
                .toList());
    }

    private static Judged refused(AuthorException why, Masker masker) {
        return new Judged(List.of(new Event.FailedCondition(masker.mask(why.getMessage()), "", List.of())));
    }

    private static Event.FailedCondition event(Condition.Failed failed) {
        return new Event.FailedCondition(
                failed.text(),
                failed.at().toString(),
                failed.parts().stream()
                        .map(part -> new Event.Part(part.text(), part.column(), part.value()))
                        .toList());
    }

    boolean holds() {
        return failed.isEmpty();
    }

    /** One line for people: {@code status == 200 (status was 503)}; empty if all hold. */
    Optional<String> notHolding() {
        return holds()
                ? Optional.empty()
                : Optional.of(failed.stream().map(Judged::line).collect(Collectors.joining("; ")));
    }

    private static String line(Event.FailedCondition condition) {
        String parts = condition.parts().stream()
                .filter(part -> !part.text().equals(condition.text()))
                .map(part -> part.text() + " was " + part.value())
                .distinct()
                .collect(Collectors.joining(", "));
        return condition.text() + (parts.isEmpty() ? "" : " (" + parts + ")");
    }
}
