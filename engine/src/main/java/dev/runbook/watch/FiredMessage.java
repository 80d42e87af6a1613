package dev.runbook.watch;

import dev.runbook.time.TimeText;
import dev.runbook.trigger.Decision;
import dev.runbook.trigger.Start;
import dev.runbook.trigger.Trigger;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes the message of a trigger that has fired. */
final class FiredMessage {
    private FiredMessage() {}

    static String text(Decision decision, String environment, String file) {
        Trigger trigger = decision.trigger();
        StringBuilder text = new StringBuilder();
        text.append(trigger.name())
                .append(" (")
                .append(trigger.severity().word())
                .append(") in ")
                .append(environment)
                .append('\n');
        text.append("conditions: ").append(String.join("; ", trigger.when().texts()));
        if (!decision.state().badFor().isZero()) {
            text.append(", for ").append(TimeText.of(decision.state().badFor()));
        }
        text.append('\n');
        Map<String, String> latest = new LinkedHashMap<>();
        decision.state().samples().forEach(sample -> latest.put(sample.name(), sample.value()));
        latest.forEach((name, value) ->
                text.append("  ").append(name).append(": ").append(value).append('\n'));
        return text.append(trigger.start()
                        .map(FiredMessage::starts)
                        .orElse("starts nothing; decide with: runbook decide " + file + " -e " + environment))
                .toString();
    }

    static String text(FollowUpDecision decision, String environment) {
        return decision.followUp().name() + " in " + environment + "\nafter run "
                + decision.run().describe() + '\n' + starts(decision.followUp().start());
    }

    private static String starts(Start start) {
        return start.approval()
                .map(asked -> "asks " + asked.role() + " to start " + start.runbook() + ", within "
                        + TimeText.of(asked.within()))
                .orElseGet(() -> "starts " + start.runbook());
    }
}
