package dev.runbook.action.http;

import dev.runbook.value.Template;

/** The credentials of a request. Never sent to another host than the one the runbook names. */
public sealed interface HttpCredentials {
    /** A bearer token (RFC 6750). */
    record Bearer(Template token) implements HttpCredentials {}

    /** A user name and password (RFC 7617). */
    record Basic(Template user, Template password) implements HttpCredentials {}
}
