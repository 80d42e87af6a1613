package dev.runbook.plan;

import java.util.List;

/**
 * The approval without which a runbook does not start.
 *
 * @param step the path of the question, which is the first node of the plan
 * @param messages sent instead of those of the runbook until the start is approved
 */
public record StartApproval(String step, List<Message> messages) {
    public StartApproval {
        messages = List.copyOf(messages);
    }
}
