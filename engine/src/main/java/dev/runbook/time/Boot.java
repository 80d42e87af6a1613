package dev.runbook.time;

import java.time.Duration;

/**
 * How long ago the machine booted, including time asleep.
 *
 * @param id identifies the boot; different after each boot
 */
public record Boot(String id, Duration up) {}
