package dev.runbook.cli;

import dev.runbook.AuthorException;
import dev.runbook.action.ActionSpec;
import dev.runbook.cli.doctor.TargetAccess;
import dev.runbook.environment.Environment;
import dev.runbook.environment.Monitoring;
import dev.runbook.environment.Target;
import dev.runbook.file.FileTrust;
import dev.runbook.journal.SigningKey;
import dev.runbook.plan.Handler;
import dev.runbook.plan.Plan;
import dev.runbook.plan.Stakeholders;
import dev.runbook.plan.Task;
import dev.runbook.trigger.TriggerSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Opens and checks everything a run needs before it starts, so that a missing secret, certificate or program is
 * reported at the start and not in the middle of a recovery.
 */
final class Preflight {
    private final Environment environment;
    private final TargetAccess access;
    private final Set<Target> targets = new LinkedHashSet<>();
    private final List<String> missing = new ArrayList<>();
    private final List<String> untrusted = new ArrayList<>();

    private Preflight(Environment environment) {
        this.environment = environment;
        this.access = new TargetAccess(environment);
    }

    /** @throws AuthorException with one line for each missing item */
    static void of(Plan plan, Environment environment) {
        Preflight preflight = new Preflight(environment);
        plan.withOthers().forEach(preflight::plan);
        environment.secrets().hideNamed();
        preflight.open();
    }

    /**
     * Opens what the measurements and messages of triggers need.
     *
     * @throws AuthorException with one line for each missing item
     */
    static void of(TriggerSet triggers, Environment environment) {
        Preflight preflight = new Preflight(environment);
        preflight.trust(triggers.file());
        triggers.everyMeasurement().forEach(measurement -> {
            ActionSpec action = measurement.planned().action();
            preflight.action(action);
            preflight.missing.addAll(action.missing(environment));
        });
        triggers.channels().forEach(channel -> preflight.targets.add(new Target(Target.Kind.CHANNEL, channel)));
        environment.secrets().hideNamed();
        preflight.open();
    }

    private void plan(Plan plan) {
        trust(plan.file());
        plan.stakeholders().stream().flatMap(Stakeholders::withOthers).forEach(file -> trust(file.file()));
        plan.everyAction().forEach(this::action);
        plan.everyTask()
                .filter(Preflight::mustSucceed)
                .flatMap(task -> task.work().actions())
                .forEach(action -> missing.addAll(action.missing(environment)));
        plan.everyMessage().forEach(message -> targets.add(new Target(Target.Kind.CHANNEL, message.channel())));
    }

    /**
     * Returns whether the run fails without the task. A task that may be skipped, or whose failure is ignored, may lack
     * a program.
     */
    private static boolean mustSucceed(Task task) {
        boolean ignored = task.onFailure().filter(Handler::ignoresFailure).isPresent();
        return !ignored && task.work().onlyIf().isEmpty();
    }

    private void action(ActionSpec action) {
        action.files().forEach(this::trust);
        targets.addAll(action.targets());
        SecretFinder.of(action).forEach(secret -> targets.add(new Target(Target.Kind.SECRET, secret.name())));
    }

    /** Returns why a file that another user may have written is not run; empty for others. */
    static Optional<String> distrust(Path file) {
        return FileTrust.problemOfShared(file)
                .map(problem -> file + " is not run: " + problem
                        + "; copy it, or change its owner and mode, if you trust what it says");
    }

    /** Rejects a file that another user may have written, wherever it was found. */
    private void trust(Path file) {
        distrust(file).ifPresent(untrusted::add);
    }

    private void open() {
        environment.file().ifPresent(this::trust);
        refuse(untrusted);
        checkSigningKey();
        checkPing();
        for (Target target : targets) {
            try {
                access.open(target);
            } catch (AuthorException absent) {
                missing.add(absent.getMessage());
            }
        }
        refuse(missing);
    }

    private static void refuse(List<String> problems) {
        if (!problems.isEmpty()) {
            throw new AuthorException(
                    String.join("\n", problems.stream().distinct().toList()) + "\nnothing was started");
        }
    }

    private void checkSigningKey() {
        try {
            environment.signingKey().ifPresent(SigningKey::read);
        } catch (AuthorException unusable) {
            missing.add(unusable.getMessage());
        }
    }

    private void checkPing() {
        try {
            environment
                    .monitoring()
                    .ping()
                    .ifPresent(source -> environment.secrets().open(source, Monitoring.PING));
        } catch (AuthorException unopened) {
            missing.add(unopened.getMessage());
        }
    }
}
