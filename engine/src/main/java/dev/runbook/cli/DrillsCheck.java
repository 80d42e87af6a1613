package dev.runbook.cli;

import dev.runbook.AuthorException;
import dev.runbook.environment.DeclaredDrills;
import dev.runbook.environment.DrillFile;
import dev.runbook.environment.DrillScenario;
import dev.runbook.environment.Environment;
import dev.runbook.environment.LabLifecycle;
import dev.runbook.time.Clock;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;

/** Compares a {@code drills.yaml} with what it names: runbooks, steps, triggers, and the faults of the lab. */
final class DrillsCheck {
    private DrillsCheck() {}

    /**
     * Checks a file, and returns what it declares in one line.
     *
     * @throws AuthorException at the first name that does not exist
     */
    static String facts(ReadRunbooks reader, Path file, Optional<Environment> environment) {
        DrillSuite suite = DrillSuite.in(
                file.toAbsolutePath().getParent(),
                (runbook, parameters, injections, clock) -> {
                    throw new AuthorException("a check starts nothing");
                },
                Clock.system(),
                line -> {});
        triggers(suite, reader, environment);
        environment.ifPresent(one -> faults(suite.declared(), one));
        DeclaredDrills declared = suite.declared();
        return suite.folder().getFileName() + "/" + DrillFile.NAME + "  "
                + number(declared.runbooks().size(), "drill of a runbook", "drills of runbooks") + ", "
                + number(declared.triggers().size(), "drill of triggers", "drills of triggers");
    }

    /**
     * Compares the faults of a file with those of the environment's lab, where the labs are installed.
     *
     * @throws AuthorException at the first fault that the lab does not have
     */
    static void faults(DeclaredDrills declared, Environment environment) {
        environment
                .lab()
                .ifPresent(lab -> ServiceLoader.load(LabLifecycle.class)
                        .findFirst()
                        .ifPresent(labs -> DrillLab.checkFaults(declared, labs.faults(lab), lab)));
    }

    private static String number(int number, String one, String several) {
        return number + " " + (number == 1 ? one : several);
    }

    /**
     * Finds the steps in whose place a suite puts faults; plans every runbook of it.
     *
     * @throws AuthorException when a runbook has no such step
     */
    static void steps(DrillSuite suite, ReadRunbooks reader, Environment environment) {
        for (DrillScenario scenario : suite.scenarios()) {
            DrillSuite.checkInjections(
                    scenario,
                    reader.toPlan(suite.file(scenario), DrillSuite.constants(scenario), environment)
                            .plan());
        }
    }

    /**
     * Compares a suite with the triggers of its folder, and returns these.
     *
     * @throws AuthorException at the first trigger that does not exist or does something else
     */
    static DeclaredTriggers triggers(DrillSuite suite, ReadRunbooks reader, Optional<Environment> environment) {
        DeclaredTriggers triggers = new DeclaredTriggers(TriggerFiles.below(suite.folder()).stream()
                .map(file -> reader.triggers(file, environment).set())
                .toList());
        triggers.check(suite.declared());
        return triggers;
    }
}
