package dev.runbook.plan;

import java.time.Duration;
import java.util.Optional;

/** The RTO, and with {@code limit} the worst tolerable downtime. Neither ever stops a run. */
public record Promise(Duration rto, Optional<Duration> limit, Place at) {}
