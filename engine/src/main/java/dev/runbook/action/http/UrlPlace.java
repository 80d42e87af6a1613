package dev.runbook.action.http;

import dev.runbook.value.GapPlace;
import dev.runbook.value.GapRule;

/** The component of the URL that contains a gap. */
public enum UrlPlace implements GapPlace {
    /** The beginning of the URL: the address of a service, unencoded. */
    BASE,
    SCHEME("a URL cannot begin with a value", "begin with ${service('…')} or a fixed address"),
    HOST(
            "a value cannot be part of the host",
            "begin with ${service('…')} or a fixed address, and put a / before the value"),
    PATH,
    QUERY,
    FRAGMENT;

    private final GapRule rule;

    UrlPlace() {
        this.rule = GapRule.ALLOWED;
    }

    UrlPlace(String problem, String cure) {
        this.rule = new GapRule(problem, cure);
    }

    @Override
    public GapRule rule() {
        return rule;
    }
}
