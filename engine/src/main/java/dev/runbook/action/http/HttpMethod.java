package dev.runbook.action.http;

/** The method of a request. */
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

    /** Returns whether the method only reads: a lost request has changed nothing. */
    public boolean safe() {
        return safe;
    }

    /** Returns whether the method is idempotent, as RFC 9110 defines it. */
    boolean idempotent() {
        return idempotent;
    }
}
