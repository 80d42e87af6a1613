package dev.runbook.trigger;

import java.time.Duration;

/**
 * The yes that a start by a trigger waits for.
 *
 * @param role of the environment, whose people may say yes
 * @param within how long they have; silence is a no
 */
public record Approval(String role, Duration within) {}
