package dev.runbook.plan;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A runbook read with parameters and an environment: every step in order, with all that is known before a run.
 *
 * @param file the runbook's file; templates stand in {@code templates/} beside it
 * @param parameters as declared
 * @param arguments the values of this reading by parameter name, defaults filled in; an absent optional one is missing
 * @param nodes what happens, in order
 * @param messages the notifies of the top level that wait for events of the run
 */
public record Plan(
        String id,
        Path file,
        String text,
        Optional<String> description,
        Optional<String> owner,
        Optional<Promise> promise,
        Optional<Duration> rpo,
        List<String> locks,
        List<Parameter> parameters,
        Map<String, Object> arguments,
        List<Node> nodes,
        List<Message> messages,
        Optional<Handler> onFailure) {
    public Plan {
        locks = List.copyOf(locks);
        parameters = List.copyOf(parameters);
        arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
        nodes = List.copyOf(nodes);
        messages = List.copyOf(messages);
    }
}
