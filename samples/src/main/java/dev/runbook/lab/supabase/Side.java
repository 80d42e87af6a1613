package dev.runbook.lab.supabase;

import dev.runbook.lab.Port;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The two places of the application: where it comes from, and where it migrates to. */
enum Side {
    SUPABASE(SupabasePort.SUPABASE, SupabasePort.SUPABASE_DATABASE),
    TARGET(SupabasePort.TARGET, SupabasePort.TARGET_DATABASE);

    private final Port port;
    private final Port databasePort;

    Side(Port port, Port databasePort) {
        this.port = port;
        this.databasePort = databasePort;
    }

    Port port() {
        return port;
    }

    Port databasePort() {
        return databasePort;
    }

    /** Returns its name in rules, metrics and messages. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Side> named(String word) {
        return Arrays.stream(values()).filter(side -> side.word().equals(word)).findFirst();
    }
}
