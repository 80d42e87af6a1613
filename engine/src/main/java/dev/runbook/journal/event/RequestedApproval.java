package dev.runbook.journal.event;

import java.util.List;

/**
 * The approval without which a run that a trigger has requested does not begin.
 *
 * @param role who may say yes
 * @param withinMs how long they have; silence is a no
 * @param channels where they hear of it
 */
public record RequestedApproval(String role, long withinMs, List<String> channels) {
    public RequestedApproval {
        channels = List.copyOf(channels);
    }
}
