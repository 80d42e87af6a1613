package dev.runbook.trigger;

import dev.runbook.plan.Condition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Finds triggers that can never start their runbook: whenever one fires, a more severe one for the same lock has fired
 * no later. Compares conditions that are equal, and thresholds on the same value.
 */
public final class CoveredTriggers {
    private CoveredTriggers() {}

    /** A trigger that never starts its runbook, and the one that starts instead. */
    public record Covered(Trigger trigger, Trigger by) {
        public String message() {
            return "trigger '" + trigger.name() + "' never starts its runbook: whenever it fires, the "
                    + by.severity().word() + " trigger '" + by.name() + "' has fired, for the same lock";
        }

        public String cure() {
            return "raise the threshold or the window of '" + by.name() + "', or remove one of the two";
        }
    }

    public static List<Covered> problems(List<Trigger> triggers) {
        List<Covered> covered = new ArrayList<>();
        for (Trigger trigger : triggers) {
            triggers.stream()
                    .filter(other -> covers(other, trigger))
                    .findFirst()
                    .ifPresent(by -> covered.add(new Covered(trigger, by)));
        }
        return covered;
    }

    private static boolean covers(Trigger severe, Trigger less) {
        return severe.enabled()
                && severe.severity().compareTo(less.severity()) < 0
                && sameLock(severe, less)
                && severe.every().compareTo(less.every()) <= 0
                && severe.window().reachedNoLaterThan(less.window())
                && sameSource(severe, less)
                && impliedBy(severe.when(), less.when());
    }

    private static boolean sameLock(Trigger one, Trigger other) {
        return one.start().isPresent()
                && other.start().isPresent()
                && !Collections.disjoint(
                        one.start().get().claims(), other.start().get().claims());
    }

    private static boolean sameSource(Trigger one, Trigger other) {
        return one.measurement()
                .map(Measurement::planned)
                .equals(other.measurement().map(Measurement::planned));
    }

    /** Returns whether all conditions of the more severe trigger hold whenever those of the other hold. */
    private static boolean impliedBy(Condition severe, Condition less) {
        return severe.texts().stream()
                .allMatch(text -> less.texts().contains(text)
                        || Optional.ofNullable(severe.thresholds().get(text))
                                .filter(wanted ->
                                        less.thresholds().values().stream().anyMatch(held -> held.implies(wanted)))
                                .isPresent());
    }
}
