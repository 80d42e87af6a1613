package dev.runbook.run;

import dev.runbook.journal.event.EngineProcess;
import dev.runbook.journal.event.EnvironmentInfo;
import dev.runbook.journal.event.Event;
import dev.runbook.journal.event.Noted;
import dev.runbook.journal.event.Resumed;
import dev.runbook.journal.event.RunStarted;
import dev.runbook.journal.event.RunbookInfo;
import dev.runbook.journal.event.StepDecision;
import dev.runbook.outline.PlanOutline;
import dev.runbook.outline.RunTargets;
import dev.runbook.plan.Plan;
import dev.runbook.run.execution.RunContext;
import dev.runbook.value.Secret;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Creates the records with which an engine process begins its part of a run. */
final class OpeningRecords {
    private final RunRequest request;
    private final RunContext context;

    OpeningRecords(RunRequest request, RunContext context) {
        this.request = request;
        this.context = context;
    }

    /** @param texts the hashes of the files the run uses */
    Event started(Map<String, String> texts) {
        Plan plan = plan();
        return new RunStarted(
                RunStarted.FORMAT,
                context.id(),
                request.mode(),
                new RunbookInfo(
                        plan.id(), plan.description().orElse(""), plan.owner().orElse(""), absolute(plan.file())),
                new EnvironmentInfo(
                        context.environment().name(),
                        context.environment().production(),
                        context.environment().file().map(this::absolute).orElse("")),
                engine(),
                RunTargets.of(plan),
                request.since().map(Instant::toString).orElse(""),
                request.trigger(),
                context.selection(),
                parameters(plan),
                PlanOutline.of(plan, "", context.masker()),
                texts);
    }

    /**
     * @param away how long no engine worked on the run, by the wall clock
     * @param changed the hashes of the files that differ from here on
     */
    Event resumed(Duration away, Map<String, String> changed) {
        return new Resumed(
                engine(),
                away.toMillis(),
                context.resumption().decisions().entrySet().stream()
                        .map(decision -> new StepDecision(decision.getKey(), decision.getValue()))
                        .toList(),
                changed,
                context.past().resumedAfter(),
                context.mask(context.resumption().reason()),
                context.past().failed());
    }

    /** Returns a warning for each action that sends a secret that others on the network can read. */
    Stream<Event> exposures() {
        return plan().withOthers()
                .flatMap(Plan::everyAction)
                .flatMap(action -> action.exposure().stream())
                .distinct()
                .map(warning -> Noted.of(Noted.Kind.NETWORK, context.mask(warning)));
    }

    /** Returns a record for each secret that was given as a parameter. */
    Stream<Event> givenSecrets() {
        return plan().secretParameters().stream()
                .map(name -> Noted.of(Noted.Kind.SECRET, "the secret parameter '" + name + "' was given"));
    }

    private Plan plan() {
        return request.runbook().plan();
    }

    private EngineProcess engine() {
        return new EngineProcess(request.who(), host(), ProcessHandle.current().pid(), request.versions());
    }

    private Map<String, String> parameters(Plan plan) {
        Map<String, String> parameters = new LinkedHashMap<>();
        plan.arguments().forEach((name, value) -> {
            if (!(value instanceof Secret)) {
                parameters.put(name, context.mask(asTyped(value)));
            }
        });
        return parameters;
    }

    /** Formats a value as an operator would type it, so that a resume can pass it again. */
    private static String asTyped(Object value) {
        return value instanceof Duration time ? time.toMillis() + "ms" : String.valueOf(value);
    }

    private String absolute(Path file) {
        return context.mask(file.toAbsolutePath().normalize().toString());
    }

    static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException unnamed) {
            return "localhost";
        }
    }
}
