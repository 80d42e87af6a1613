package dev.runbook.action.http;

/** What a request asks for. */
public enum HttpMethod {
    GET(true),
    HEAD(true),
    POST(false),
    PUT(false),
    PATCH(false),
    DELETE(false);

    private final boolean safe;

    HttpMethod(boolean safe) {
        this.safe = safe;
    }

    /** Whether it only looks: a request that got lost has changed nothing. */
    public boolean safe() {
        return safe;
    }
}
