package dev.runbook.environment;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What reports on the runs of an environment to other systems.
 *
 * @param ping the address of a dead-man check, to which the start and the end of each run are reported
 * @param textfiles the folder in which node_exporter looks for metrics
 * @param listen where {@code watch} answers requests for metrics; unresolved
 * @param expectedDrills how often a drill of a runbook is due, by its id
 */
public record Monitoring(
        Optional<SecretSource> ping,
        Optional<Path> textfiles,
        Optional<InetSocketAddress> listen,
        Map<String, Duration> expectedDrills) {
    /** Names the address of the check for messages. */
    public static final String PING = "the address of 'ping'";

    static Monitoring none() {
        return new Monitoring(Optional.empty(), Optional.empty(), Optional.empty(), Map.of());
    }
}
