package dev.runbook.dsl;

/** The address of a service, as {@code service('api')} gives it; a URL may begin with it. */
public final class BaseUrl {
    private final String url;

    BaseUrl(String url) {
        this.url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    @Override
    public String toString() {
        return url;
    }
}
