package dev.runbook.dsl;

/** The base URL of a service, as returned by {@code service('api')}. A URL may begin with it. */
public final class BaseUrl {
    private final String service;
    private final String url;

    BaseUrl(String service, String url) {
        this.service = service;
        this.url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    /** The name of the service in the environment. */
    String service() {
        return service;
    }

    @Override
    public String toString() {
        return url;
    }
}
