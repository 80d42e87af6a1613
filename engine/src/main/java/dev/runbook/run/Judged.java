package dev.runbook.run;

import dev.runbook.AuthorException;
import dev.runbook.environment.Masker;
import dev.runbook.journal.Event;
import dev.runbook.plan.Condition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A block of conditions put to the values an action left.
 *
 * @param failed for the record
 * @param lines the same for people, a line each
 */
record Judged(List<Event.FailedCondition> failed, List<String> lines) {

    static Judged of(Condition condition, Map<String, Object> values, Masker masker) {
        try {
            return judged(condition.failures(values, masker::mask));
        } catch (AuthorException refused) {
            return refused(masker.mask(refused.getMessage()));
        }
    }

    /**
     * Whether something is to run at all. A condition that is false decides, whatever the others would have been.
     *
     * @throws AuthorException when no condition is false and one cannot be decided: to skip the step would be a guess
     */
    static Judged onlyIf(Condition condition, Masker masker) {
        List<Condition.Failed> failures = condition.failures(Map.of(), masker::mask);
        if (!failures.isEmpty()
                && failures.stream().allMatch(failed -> failed.undecided().isPresent())) {
            throw new AuthorException(failures.get(0).at() + ": onlyIf: " + line(failures.get(0)));
        }
        return judged(failures);
    }

    private static Judged judged(List<Condition.Failed> failures) {
        return new Judged(
                failures.stream().map(Judged::event).toList(),
                failures.stream().map(Judged::line).toList());
    }

    private static Judged refused(String why) {
        return new Judged(List.of(new Event.FailedCondition(why, "", List.of())), List.of(why));
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
        return holds() ? Optional.empty() : Optional.of(String.join("; ", lines));
    }

    private static String line(Condition.Failed failed) {
        if (failed.undecided().isPresent()) {
            return failed.text() + " " + failed.undecided().get();
        }
        String parts = failed.parts().stream()
                .filter(part -> !part.text().equals(failed.text()))
                .map(part -> part.text() + " was " + part.value())
                .distinct()
                .collect(Collectors.joining(", "));
        return failed.text() + (parts.isEmpty() ? "" : " (" + parts + ")");
    }
}
