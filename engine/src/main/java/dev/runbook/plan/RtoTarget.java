package dev.runbook.plan;

import java.time.Duration;
import java.util.Optional;

/** The RTO as {@code time}, and with {@code limit} the worst tolerable downtime. Neither ever stops a run. */
public record RtoTarget(Duration time, Optional<Duration> limit, Place at) {}
