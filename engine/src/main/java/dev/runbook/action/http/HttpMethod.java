package dev.runbook.action.http;

/** What a request asks for. */
public enum HttpMethod {
    GET(true, true),
    HEAD(true, true),
    POST(false, false),
    PUT(false, true),
    PATCH(false, false),
    DELETE(false, true);

    private final boolean safe;
    private final boolean idempotent;

    HttpMethod(boolean safe, boolean idempotent) {
        this.safe = safe;
        this.idempotent = idempotent;
    }

    /** Whether it only looks: a request that got lost has changed nothing. */
    public boolean safe() {
        return safe;
    }

    /** Whether to send it twice does what sending it once does, as RFC 9110 defines the methods. */
    public boolean idempotent() {
        return idempotent;
    }
}
