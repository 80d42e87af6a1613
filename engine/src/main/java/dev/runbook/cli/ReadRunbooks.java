package dev.runbook.cli;

import dev.runbook.AuthorException;
import dev.runbook.compile.ClassCache;
import dev.runbook.compile.RunbookReader;
import dev.runbook.compile.RunbookRequest;
import dev.runbook.compile.ScriptDiagnostics;
import dev.runbook.compile.TriggerLint;
import dev.runbook.compile.source.Diagnostic;
import dev.runbook.compile.source.InvalidRunbookException;
import dev.runbook.dsl.FileKind;
import dev.runbook.environment.Environment;
import dev.runbook.environment.Environments;
import dev.runbook.file.SourceFolder;
import dev.runbook.plan.BudgetArithmetic;
import dev.runbook.plan.Message;
import dev.runbook.plan.Plan;
import dev.runbook.plan.ReadRunbook;
import dev.runbook.plan.Stakeholders;
import dev.runbook.plan.Task;
import dev.runbook.run.message.TemplateCheck;
import dev.runbook.time.Clock;
import dev.runbook.trigger.ReadTriggers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Reads runbooks for the commands: compiles and plans them, and adds up their budgets. */
final class ReadRunbooks {
    private final RunbookReader reader;
    private final Environments environments;
    private final UnaryOperator<Path> trust;
    private final Instant now = Clock.system().wall();

    private ReadRunbooks(CliContext context, String cache, Environments environments, UnaryOperator<Path> trust) {
        this.trust = trust;
        this.reader = new RunbookReader(ClassCache.in(context.runs().home().resolve(cache)));
        this.environments = environments;
    }

    /** Creates a reader for a command that acts. */
    static ReadRunbooks toAct(CliContext context) {
        return new ReadRunbooks(context, "classes", Environments.with(context.variables()), UnaryOperator.identity());
    }

    /**
     * Creates a reader for a command that only looks: nothing from untrusted files is stored for a run, and the values
     * of variables are not revealed to them.
     */
    static ReadRunbooks toLook(CliContext context) {
        return new ReadRunbooks(
                context,
                "checked",
                Environments.ofStrangers(CliContext.shared(context.variables())),
                file -> SourceFolder.of(file).insideCheckout(file));
    }

    /**
     * Returns a file of the command line, if this command may read it.
     *
     * @throws AuthorException when this command only looks, and a link leads to another place
     */
    Path trusted(Path file) {
        return trust.apply(file);
    }

    Environment environment(Optional<String> named, Path runbook) {
        return environments.find(named, runbook);
    }

    /** Reads a runbook for a run: every parameter has its value. */
    ReadRunbook toRun(Path file, Map<String, ?> arguments, Environment environment) {
        ReadRunbook runbook = reader.read(RunbookRequest.toRun(trusted(file), arguments, environment, now));
        refuse(problems(runbook.plan()));
        return runbook;
    }

    /** Reads a runbook to show its plan: missing values are replaced by placeholders. */
    ReadRunbook toPlan(Path file, Map<String, ?> arguments, Environment environment) {
        ReadRunbook runbook =
                reader.read(RunbookRequest.toCheck(trusted(file), arguments, Optional.of(environment), now));
        refuse(problems(runbook.plan()));
        return runbook;
    }

    /**
     * Reads a runbook for a check, once for every choice of its parameters, the defaults first. Without an environment,
     * targets are not verified.
     */
    List<ReadRunbook> toCheck(Path file, Map<String, ?> arguments, Optional<Environment> environment) {
        List<ReadRunbook> readings =
                reader.readChoices(RunbookRequest.toCheck(trusted(file), arguments, environment, now));
        Set<Diagnostic> problems = new LinkedHashSet<>();
        readings.forEach(reading -> problems.addAll(problems(reading.plan())));
        refuse(problems);
        return readings;
    }

    /**
     * Reads the triggers of a triggers file or a runbook. Without an environment, targets are not verified.
     */
    ReadTriggers triggers(Path file, Optional<Environment> environment) {
        ReadTriggers triggers = reader.triggers(RunbookRequest.toCheck(trusted(file), Map.of(), environment, now));
        refuse(ScriptDiagnostics.problems(triggers.set()));
        return triggers;
    }

    /** Reads a file of stakeholders by itself. Without an environment, channels are not verified. */
    Stakeholders stakeholders(Path file, Optional<Environment> environment) {
        Stakeholders stakeholders = reader.stakeholders(
                        RunbookRequest.toCheck(trusted(file), Map.of(), environment, now))
                .stakeholders();
        refuse(problems(stakeholders.messages().stream()));
        return stakeholders;
    }

    /** Returns what a file declares. */
    FileKind kind(Path file) {
        return reader.kind(RunbookRequest.toCheck(trusted(file), Map.of(), Optional.empty(), now));
    }

    /**
     * Returns the lint warnings for a file that checks and for its scripts, and warnings about secrets sent without
     * TLS.
     */
    List<Diagnostic> warnings(Path file, List<ReadRunbook> readings, ReadTriggers triggers) {
        Set<Diagnostic> warnings = new LinkedHashSet<>(reader.warnings(trusted(file)));
        readings.forEach(reading -> warnings.addAll(ScriptDiagnostics.warnings(reading.plan())));
        readings.forEach(reading -> warnings.addAll(exposures(reading.plan())));
        warnings.addAll(TriggerLint.warnings(triggers.set()));
        return List.copyOf(warnings);
    }

    /** Returns the lint warnings for a file that checks. */
    List<Diagnostic> warnings(Path file) {
        return reader.warnings(trusted(file));
    }

    private static List<Diagnostic> exposures(Plan plan) {
        return plan.everyNode()
                .filter(Task.class::isInstance)
                .flatMap(node -> ((Task) node)
                        .work()
                        .actions()
                        .flatMap(action -> action.exposure().stream())
                        .map(warning -> new Diagnostic(node.at(), 1, warning, "", List.of())))
                .toList();
    }

    private static List<Diagnostic> problems(Plan plan) {
        List<Diagnostic> problems = new ArrayList<>();
        BudgetArithmetic.problems(plan)
                .forEach(
                        problem -> problems.add(new Diagnostic(problem.at(), 1, problem.message(), "", problem.sum())));
        problems.addAll(problems(plan.everyMessage()));
        problems.addAll(ScriptDiagnostics.problems(plan));
        return problems;
    }

    private static List<Diagnostic> problems(Stream<Message> messages) {
        return TemplateCheck.problems(messages).stream()
                .map(problem -> new Diagnostic(problem.at(), 1, problem.message(), "", List.of()))
                .toList();
    }

    private static void refuse(Collection<Diagnostic> problems) {
        if (!problems.isEmpty()) {
            throw new InvalidRunbookException(problems);
        }
    }
}
