package dev.runbook.trigger;

import dev.runbook.plan.Place;
import dev.runbook.value.StepPath;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A trigger that starts a runbook some time after each run of another one has ended.
 *
 * @param enabled whether the environment lets it fire
 * @param channels to which a message is sent
 * @param arguments the parameters of the started runbook, evaluated with the ended run
 */
public record FollowUp(
        String name,
        Place at,
        boolean enabled,
        List<After> after,
        Start start,
        List<String> channels,
        Measurement.Reading<Map<String, String>> arguments) {
    public FollowUp {
        after = List.copyOf(after);
        channels = List.copyOf(channels);
    }

    /** How long after the end of a run of which runbook. */
    public record After(String runbook, Duration time) {}

    /** Returns the name under which the arguments of a trigger find the values of the ended run. */
    public static String endedRun(String trigger) {
        return StepPath.of(trigger, "ended run");
    }
}
