package dev.runbook.run.execution;

import dev.runbook.AuthorException;
import dev.runbook.environment.Masker;
import dev.runbook.journal.event.FailedCondition;
import dev.runbook.plan.Condition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The result of evaluating a block of conditions against the values of an action.
 *
 * @param failed the conditions that do not hold, for the journal
 * @param lines the same for people, one line each
 */
record ConditionResult(List<FailedCondition> failed, List<String> lines) {

    static ConditionResult of(Condition condition, Map<String, Object> values, Masker masker) {
        try {
            return of(condition.failures(values, masker::mask));
        } catch (AuthorException refused) {
            return refused(refused, masker);
        }
    }

    /**
     * Evaluates whether something is to run. A condition that is false decides, whatever the other conditions give.
     *
     * @throws AuthorException when a condition cannot be judged and no other one is false: skipping would be a guess
     */
    static ConditionResult onlyIf(Condition condition, Masker masker) {
        List<Condition.Failed> failed = condition.failures(Map.of(), masker::mask);
        if (!failed.isEmpty() && failed.stream().allMatch(one -> one.undecided().isPresent())) {
            throw new AuthorException(failed.get(0).at() + ": onlyIf: " + line(failed.get(0)));
        }
        return of(failed);
    }

    private static ConditionResult of(List<Condition.Failed> failed) {
        return new ConditionResult(
                failed.stream().map(ConditionResult::event).toList(),
                failed.stream().map(ConditionResult::line).toList());
    }

    private static ConditionResult refused(AuthorException why, Masker masker) {
        String reason = masker.mask(why.getMessage());
        return new ConditionResult(List.of(new FailedCondition(reason, "", List.of(), "")), List.of(reason));
    }

    private static FailedCondition event(Condition.Failed failed) {
        return new FailedCondition(
                failed.text(),
                failed.at().toString(),
                failed.parts().stream()
                        .map(part -> new FailedCondition.Part(part.text(), part.column(), part.value()))
                        .toList(),
                failed.undecided().orElse(""));
    }

    boolean holds() {
        return failed.isEmpty();
    }

    /** Returns whether no condition could be judged. */
    boolean undecided() {
        return !holds()
                && failed.stream().noneMatch(condition -> condition.undecided().isEmpty());
    }

    /** Returns one line for people: {@code status == 200 (status was 503)}; empty if all conditions hold. */
    Optional<String> notHolding() {
        return holds() ? Optional.empty() : Optional.of(String.join("; ", lines));
    }

    private static String line(Condition.Failed condition) {
        if (condition.undecided().isPresent()) {
            return condition.text() + " cannot be judged: "
                    + condition.undecided().get();
        }
        String parts = condition.parts().stream()
                .filter(part -> !part.text().equals(condition.text()))
                .map(part -> part.text() + " was " + part.value())
                .distinct()
                .collect(Collectors.joining(", "));
        return condition.text() + (parts.isEmpty() ? "" : " (" + parts + ")");
    }
}
