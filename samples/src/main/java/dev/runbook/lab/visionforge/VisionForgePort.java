package dev.runbook.lab.visionforge;

import dev.runbook.lab.Port;

/** The ports of VisionForge's estate: 47500 to 47599. */
public enum VisionForgePort implements Port {
    LAB(47500, "the lab itself"),
    APP(47501, "the application"),
    RENDERER(47502, "the external rendering service that the application needs"),
    POSTGRESQL(47505, "PostgreSQL, database visionforge"),
    SSH(47506, "the application host app1 over SSH"),
    WEBHOOKS(47507, "the webhook receivers (/NAME keeps what it is sent)"),
    MAIL(47508, "the mail server (keeps what it is sent)");

    private final int number;
    private final String what;

    VisionForgePort(int number, String what) {
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
        return this == APP; // a process that runbooks start and stop
    }
}
