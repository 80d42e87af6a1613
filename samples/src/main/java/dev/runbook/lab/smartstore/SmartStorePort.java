package dev.runbook.lab.smartstore;

import dev.runbook.lab.Port;

/** The ports of SmartStore's estate: 47700 to 47799. */
public enum SmartStorePort implements Port {
    LAB(47700, "the lab itself, the counters (/traffic, /metrics)"),
    SHOP(47701, "the shop behind the load balancer"),
    LOAD_BALANCER(47702, "the load balancer's API"),
    LEGACY(47703, "the legacy platform (blue)"),
    NEW(47704, "the new platform (green)"),
    MONITORING(47705, "the monitoring and the alert service"),
    SYNC(47706, "the synchronization service"),
    SQL_SERVER(47707, "the stand-in of SQL Server"),
    WEBHOOKS(47708, "the webhook receivers (/NAME keeps what it is sent)"),
    MAIL(47709, "the mail server (keeps what it is sent)"),
    PLAIN_HTTP(47710, "the legacy platform over plain HTTP, which redirects to HTTPS"),
    PAYMENTS(47711, "the payment gateway"),
    SSH(47712, "the application host (app) of the legacy platform"),
    KUBERNETES(47713, "the Kubernetes API of the legacy platform's infrastructure");

    private final int number;
    private final String what;

    SmartStorePort(int number, String what) {
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
}
