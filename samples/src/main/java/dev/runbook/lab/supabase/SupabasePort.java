package dev.runbook.lab.supabase;

import dev.runbook.lab.Port;

/** The ports of the Supabase migration's estate: 47600 to 47699. */
public enum SupabasePort implements Port {
    LAB(47600, "the lab itself"),
    API(47601, "the application behind the balancer"),
    BALANCER(47602, "the balancer's rules (/rules, /failover)"),
    DNS(47603, "the name server (/records, /resolve)"),
    SUPABASE(47604, "the application on Supabase"),
    TARGET(47605, "the application on the target"),
    SUPABASE_DATABASE(47606, "PostgreSQL of Supabase, databases app and migration"),
    TARGET_DATABASE(47607, "PostgreSQL of the target, database app"),
    MIGRATION(47608, "the migration (/jobs, /pause, /configuration, /storage)"),
    BACKUPS(47609, "the backups of Supabase (/points, /standby)"),
    MONITORING(47610, "monitoring (/metrics, Prometheus' query API)"),
    WEBHOOKS(47611, "the webhook receivers (/NAME keeps what it is sent)"),
    MAIL(47612, "the mail server (keeps what it is sent)");

    private final int number;
    private final String what;

    SupabasePort(int number, String what) {
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
