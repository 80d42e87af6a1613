package dev.runbook.cli;

import dev.runbook.AuthorException;
import dev.runbook.environment.DrillFile;
import dev.runbook.environment.DrillScenario;
import dev.runbook.environment.Environment;
import dev.runbook.environment.LabLifecycle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;

/** Options of a drill that begins with the detection of a fault. */
final class DetectOptions implements CommandInput {
    private static final Duration SLACK = Duration.ofSeconds(60);

    private final CliOption<Boolean> detect = CliOption.flag(
            "--detect", "Break the lab, and begin when a trigger of the runbook's folder has detected it.");
    private final CliOption<List<String>> faults = CliOption.repeatable(
            "--break=FAULT",
            "With --detect: what to break. Without it: what drills.yaml breaks for this runbook first. Repeatable.");

    @Override
    public void addTo(CommandSpec command) {
        detect.addTo(command);
        faults.addTo(command);
    }

    boolean given() {
        return detect.value() || !faults.value().isEmpty();
    }

    /** @throws AuthorException when a fault is named and nothing is to detect it */
    void check() {
        if (!detect.value() && !faults.value().isEmpty()) {
            throw new AuthorException("--break is for --detect; to break a lab yourself: runbook lab break LAB FAULT");
        }
    }

    /**
     * Breaks the lab of the environment, which is up, and waits for a trigger; empty without {@code --detect}.
     *
     * @param id of the runbook
     */
    Optional<DetectionDrill.Detected> detected(
            CliContext context,
            ReadRunbooks reader,
            Path runbook,
            String id,
            Environment environment,
            Consumer<String> notice) {
        if (!detect.value()) {
            return Optional.empty();
        }
        LabLifecycle labs = DrillLab.labs(environment, lab(environment));
        List<String> chosen = faults(runbook, id, environment);
        return Optional.of(drill(context, reader, environment, notice)
                .detect(runbook, () -> chosen.forEach(fault -> labs.breakIt(lab(environment), fault))));
    }

    /** Checks, before a lab is started, that there is something to break. */
    void check(Path runbook, String id, Environment environment) {
        if (detect.value()) {
            faults(runbook, id, environment);
        }
    }

    private static String lab(Environment environment) {
        return environment
                .lab()
                .orElseThrow(
                        () -> new AuthorException("--detect breaks a lab, and '" + environment.name() + "' has none"));
    }

    /** Returns what detects faults in an environment. */
    static DetectionDrill drill(
            CliContext context, ReadRunbooks reader, Environment environment, Consumer<String> notice) {
        return new DetectionDrill(context, reader, environment, SLACK, notice);
    }

    private List<String> faults(Path runbook, String id, Environment environment) {
        String lab = lab(environment);
        List<String> known = DrillLab.labs(environment, lab).faults(lab);
        List<String> chosen = faults.value().isEmpty() ? declared(runbook, id) : faults.value();
        for (String fault : chosen) {
            if (!known.contains(fault)) {
                throw new AuthorException(
                        "the lab " + lab + " has no fault '" + fault + "'; there are: " + String.join(", ", known));
            }
        }
        if (chosen.isEmpty()) {
            throw new AuthorException("nothing to break: no drill of " + id + " in " + DrillFile.NAME
                    + " breaks anything; name a fault with --break: " + String.join(", ", known));
        }
        return chosen;
    }

    private static List<String> declared(Path runbook, String id) {
        Path folder = runbook.toAbsolutePath().normalize().getParent();
        return Files.isRegularFile(folder.resolve(DrillFile.NAME))
                ? DrillFile.read(folder).runbooks().stream()
                        .filter(scenario -> scenario.runbook().equals(id))
                        .map(DrillScenario::faults)
                        .filter(broken -> !broken.isEmpty())
                        .findFirst()
                        .orElse(List.of())
                : List.of();
    }
}
