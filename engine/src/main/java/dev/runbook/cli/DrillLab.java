package dev.runbook.cli;

import dev.runbook.AuthorException;
import dev.runbook.environment.DeclaredDrills;
import dev.runbook.environment.Environment;
import dev.runbook.environment.LabLifecycle;
import dev.runbook.value.Suggestion;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Manages the lab of a drill: running during the drill, and restored to its earlier state afterwards. */
final class DrillLab {
    private final Consumer<String> notice;

    DrillLab(Consumer<String> notice) {
        this.notice = notice;
    }

    /** Returns the labs of this installation, which the environment needs. */
    static LabLifecycle labs(Environment environment, String lab) {
        return ServiceLoader.load(LabLifecycle.class)
                .findFirst()
                .orElseThrow(() -> new AuthorException("environment '" + environment.name() + "' is the lab '" + lab
                        + "', but this installation has no labs"));
    }

    /** @throws AuthorException when a declaration breaks what the lab does not have */
    static void checkFaults(DeclaredDrills drills, List<String> known, String lab) {
        drills.runbooks().forEach(scenario -> checkFaults(scenario.at(), scenario.faults(), known, lab));
        drills.triggers().forEach(scenario -> checkFaults(scenario.at(), scenario.faults(), known, lab));
    }

    private static void checkFaults(String at, List<String> faults, List<String> known, String lab) {
        faults.stream().filter(fault -> !known.contains(fault)).findFirst().ifPresent(fault -> {
            throw new AuthorException(at + ": the lab " + lab + " has no fault '" + fault + "'"
                    + Suggestion.didYouMean(fault, known)
                            .map(hint -> ", " + hint)
                            .orElse("") + "; there are: "
                    + String.join(", ", known));
        });
    }

    /** Starts the environment's lab if it has one that is down, and stops that lab again after the drill. */
    <T> T under(Environment environment, Supplier<T> drill) {
        if (environment.lab().isEmpty()) {
            return drill.get();
        }
        String lab = environment.lab().get();
        LabLifecycle labs = labs(environment, lab);
        if (labs.isUp(lab)) {
            return drill.get();
        }
        notice.accept("starting the lab " + lab + " …");
        labs.start(lab);
        try {
            return drill.get();
        } finally {
            notice.accept("stopping the lab " + lab + " …");
            labs.stop(lab);
        }
    }
}
