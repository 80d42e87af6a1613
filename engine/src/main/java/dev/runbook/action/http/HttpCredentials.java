package dev.runbook.action.http;

import dev.runbook.value.Template;

/** How a request says who asks. Never sent to another host than the one the runbook names. */
public sealed interface HttpCredentials {
    /** A token as RFC 6750 has it. */
    record Bearer(Template token) implements HttpCredentials {}

    /** A user's name and password as RFC 7617 has it. */
    record Basic(Template user, Template password) implements HttpCredentials {}
}
