package dev.runbook.lab.sdm;

import dev.runbook.lab.Port;

/** The ports of Social Download Manager's estate: 47800 to 47899. */
public enum SdmPort implements Port {
    LAB(47800, "the lab itself, the application's telemetry (/telemetry)"),
    PLATFORMS(47801, "YouTube and TikTok, as the application sees them"),
    SSH_LINUX1(47802, "the machine linux1 over SSH"),
    SSH_MAC1(47803, "the machine mac1 over SSH"),
    SSH_WIN1(47804, "the machine win1 over SSH"),
    WEBHOOKS(47807, "the webhook receivers (/NAME keeps what it is sent)"),
    MAIL(47808, "the mail server (keeps what it is sent)");

    private final int number;
    private final String what;

    SdmPort(int number, String what) {
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
