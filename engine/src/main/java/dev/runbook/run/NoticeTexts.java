package dev.runbook.run;

import dev.runbook.plan.Message;
import dev.runbook.plan.Plan;

/** Makes the text of a message, from its template file or its own words, with the values known by then. */
@FunctionalInterface
interface NoticeTexts {
    /**
     * @param state what the runbook of the message tells of the run
     * @throws dev.runbook.AuthorException when the template cannot be read or asks for what is not known
     */
    String of(Message message, Plan plan, RunState state);
}
