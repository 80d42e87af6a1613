package dev.runbook.run.message;

import dev.runbook.plan.Message;
import dev.runbook.run.state.RunState;
import java.time.Instant;
import java.util.Optional;

/** Renders the text of a message, from its template file or its own words, with the values known at that time. */
@FunctionalInterface
public interface NoticeTexts {
    /**
     * @param state the state of the run as the message's runbook sees it
     * @param nextUpdate when the channel gets its next periodic message
     * @throws dev.runbook.AuthorException when the template cannot be read or uses an unknown value
     */
    NoticeText of(Message message, RunState state, Optional<Instant> nextUpdate);
}
