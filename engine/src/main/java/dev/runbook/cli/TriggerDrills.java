package dev.runbook.cli;

import dev.runbook.AuthorException;
import dev.runbook.EngineException;
import dev.runbook.environment.DeclaredDrills;
import dev.runbook.environment.LabLifecycle;
import dev.runbook.environment.TriggerScenario;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Performs the drills of triggers that a system's folder declares: each on a lab that has just been started, or after
 * the drills of the runbooks whose runs are followed.
 */
final class TriggerDrills {
    /** Evaluates the triggers of one declaration while a lab is broken. */
    @FunctionalInterface
    interface Evaluation {
        List<TriggerVerdict> perform(TriggerScenario scenario, Runnable breaks);
    }

    /** Moves the time forward from the end of the runs that a trigger follows. */
    @FunctionalInterface
    interface Following {
        List<TriggerVerdict> perform(DeclaredTriggers.Declared declared, List<String> runbooks);
    }

    private final DeclaredDrills drills;
    private final DeclaredTriggers declared;
    private final Evaluation evaluation;
    private final Following following;
    private final Consumer<String> notice;

    TriggerDrills(
            DeclaredDrills drills,
            DeclaredTriggers declared,
            Evaluation evaluation,
            Following following,
            Consumer<String> notice) {
        this.drills = drills;
        this.declared = declared;
        this.evaluation = evaluation;
        this.following = following;
        this.notice = notice;
    }

    /** Performs all drills; after an interruption no further one. */
    List<TriggerVerdict> perform(LabLifecycle labs, String lab) {
        List<TriggerVerdict> verdicts = new ArrayList<>();
        int number = 0;
        for (TriggerScenario scenario : drills.triggers()) {
            number++;
            notice.accept("triggers " + number + " of " + drills.triggers().size() + ": broken: "
                    + SuiteReport.broken(scenario.faults(), List.of()) + ", expected: "
                    + scenario.expected().stream()
                            .map(one -> "'" + one.name() + "'")
                            .collect(Collectors.joining(", ")));
            List<TriggerVerdict> some = perform(scenario, labs, lab);
            some.stream().map(TriggerTable::line).forEach(notice);
            verdicts.addAll(some);
            if (Thread.currentThread().isInterrupted()) {
                break;
            }
        }
        return verdicts;
    }

    private List<TriggerVerdict> perform(TriggerScenario scenario, LabLifecycle labs, String lab) {
        List<DeclaredTriggers.Declared> expected =
                scenario.expected().stream().map(declared::find).toList();
        try {
            return expected.get(0).followUp().isPresent()
                    ? expected.stream()
                            .flatMap(one -> following.perform(one, scenario.after()).stream())
                            .toList()
                    : broken(scenario, labs, lab);
        } catch (AuthorException | EngineException notPerformed) {
            return expected.stream()
                    .map(one -> notPerformed(scenario, one, notPerformed.getMessage()))
                    .toList();
        }
    }

    private List<TriggerVerdict> broken(TriggerScenario scenario, LabLifecycle labs, String lab) {
        try {
            labs.start(lab);
            return evaluation.perform(scenario, () -> scenario.faults().forEach(fault -> labs.breakIt(lab, fault)));
        } finally {
            labs.stop(lab);
        }
    }

    private static TriggerVerdict notPerformed(
            TriggerScenario scenario, DeclaredTriggers.Declared declared, String problem) {
        return new TriggerVerdict(
                declared.name(),
                declared.set().id(),
                declared.sampled().map(trigger -> trigger.severity()),
                scenario.faults(),
                "",
                declared.effect(),
                false,
                Optional.empty(),
                List.of(),
                problem);
    }

    /** Returns the triggers that no drill makes fire, with the declared reasons. */
    List<NotDrilled> notDrilled() {
        Set<DeclaredTriggers.Declared> rest = new HashSet<>();
        List<NotDrilled> notDrilled = new ArrayList<>();
        drills.triggers().stream()
                .flatMap(scenario -> scenario.expected().stream())
                .map(declared::find)
                .forEach(rest::add);
        drills.notDrilled().forEach(named -> {
            DeclaredTriggers.Declared found = declared.find(named);
            if (rest.add(found)) {
                notDrilled.add(new NotDrilled(found.name(), found.set().id(), named.reason()));
            }
        });
        declared.enabled().stream()
                .filter(rest::add)
                .map(found -> new NotDrilled(found.name(), found.set().id(), ""))
                .forEach(notDrilled::add);
        return List.copyOf(notDrilled);
    }
}
