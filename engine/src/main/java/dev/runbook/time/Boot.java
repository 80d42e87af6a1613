package dev.runbook.time;

import java.time.Duration;

/**
 * How long the machine has been up, asleep or awake.
 *
 * @param id which start of the machine it is: another one after each
 */
public record Boot(String id, Duration up) {}
