package dev.runbook.watch;

import dev.runbook.environment.Masker;
import dev.runbook.journal.event.RequestedApproval;
import dev.runbook.journal.event.TriggerSample;
import dev.runbook.trigger.Decision;
import dev.runbook.trigger.FollowUp;
import dev.runbook.trigger.Measurement;
import dev.runbook.trigger.Start;
import dev.runbook.trigger.Trigger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Describes the run that a trigger of one file requests. */
final class NewIncident {
    private final String file;
    private final String environment;
    private final Masker masker;

    /**
     * @param file the id of the watched file
     * @param environment as the command line named it
     */
    NewIncident(String file, String environment, Masker masker) {
        this.file = file;
        this.environment = environment;
        this.masker = masker;
    }

    /** @param decided the decisions of the same evaluation */
    Incident of(Decision decision, List<Decision> decided, Instant now) {
        Trigger trigger = decision.trigger();
        Start start = trigger.start().orElseThrow();
        return new Incident(
                UUID.randomUUID().toString(),
                file,
                environment,
                trigger.name(),
                trigger.severity().word(),
                path(start),
                decision.state().firstBad().orElse(now).toString(),
                now.toString(),
                arguments(trigger.arguments()),
                decided.stream()
                        .filter(other -> other.effect() == Decision.Effect.COVERED
                                && other.reason().equals(trigger.name()))
                        .map(other -> other.trigger().name())
                        .toList(),
                decision.state().samples().stream()
                        .map(sample -> new TriggerSample(sample.at(), sample.name(), sample.value()))
                        .toList(),
                approval(start, trigger.channels()),
                "");
    }

    /** The values of the ended run must be visible to the arguments of the trigger. */
    Incident of(FollowUpDecision decision, Instant now) {
        FollowUp followUp = decision.followUp();
        return new Incident(
                UUID.randomUUID().toString(),
                file,
                environment,
                followUp.name(),
                "",
                path(followUp.start()),
                now.toString(),
                now.toString(),
                arguments(followUp.arguments()),
                List.of(),
                List.of(new TriggerSample(
                        decision.run().at().toString(),
                        "ended run",
                        decision.run().describe())),
                approval(followUp.start(), followUp.channels()),
                decision.run().run());
    }

    private static String path(Start start) {
        return start.file().toAbsolutePath().normalize().toString();
    }

    private List<Incident.Argument> arguments(Measurement.Reading<Map<String, String>> reading) {
        List<Incident.Argument> arguments = new ArrayList<>();
        reading.read().forEach((name, value) -> arguments.add(new Incident.Argument(name, masker.mask(value))));
        return arguments;
    }

    private static Optional<RequestedApproval> approval(Start start, List<String> channels) {
        return start.approval()
                .map(asked -> new RequestedApproval(asked.role(), asked.within().toMillis(), channels));
    }
}
