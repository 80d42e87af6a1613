package dev.runbook.run.message;

import dev.runbook.plan.Message;
import dev.runbook.plan.Plan;
import dev.runbook.run.state.RunState;

/** Renders the text of a message, from its template file or its own words, with the values known at that time. */
@FunctionalInterface
public interface NoticeTexts {
    /**
     * @param state the state of the run as the message's runbook sees it
     * @throws dev.runbook.AuthorException when the template cannot be read or uses an unknown value
     */
    String of(Message message, Plan plan, RunState state);
}
