package dev.runbook.lab.erpgo;

import dev.runbook.lab.Port;

/** The ports of ERPGo's estate: 47400 to 47499. */
public enum ErpgoPort implements Port {
    LAB(47400, "the lab itself, the balancer's counters (/traffic, /metrics)"),
    API(47401, "ERPGo's API behind the balancer (service erpgo-api)"),
    API_BLUE(47402, "its blue deployment alone (service erpgo-api-blue)"),
    API_GREEN(47403, "its green deployment alone (service erpgo-api-green)"),
    KUBERNETES(47404, "the Kubernetes API"),
    POSTGRESQL(47405, "PostgreSQL, database erp"),
    SSH(47406, "the database host db1 over SSH"),
    WEBHOOKS(47407, "the webhook receivers (/NAME keeps what it is sent)"),
    MAIL(47408, "the mail server (keeps what it is sent)"),
    PODS_BLUE(47420, "the blue pods, a port each"),
    PODS_GREEN(47440, "the green pods, a port each"),
    PODS_OTHER(47460, "pods of other deployments, a port each");

    private final int number;
    private final String what;

    ErpgoPort(int number, String what) {
        this.number = number;
        this.what = what;
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public String what() {
        return what;
    }

    @Override
    public boolean onDemand() {
        return this == PODS_BLUE || this == PODS_GREEN || this == PODS_OTHER;
    }
}
