package dev.runbook.action.ssh;

import com.jcraft.jsch.Logger;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tracks the stage of a connection through the library's log, to distinguish a firewall from an unhealthy server. */
final class ConnectStage implements Logger {
    private static final Map<String, String> STAGES = new LinkedHashMap<>();

    static {
        STAGES.put("Connection established", "its greeting");
        STAGES.put("Remote version string", "the key exchange");
        STAGES.put("SSH_MSG_NEWKEYS received", "the authentication");
        STAGES.put("Authentications that can continue", "the authentication");
    }

    private volatile String waitingFor = "the connection";

    /** Returns what the engine is waiting for. */
    String waitingFor() {
        return waitingFor;
    }

    @Override
    public boolean isEnabled(int level) {
        return level == INFO;
    }

    @Override
    public void log(int level, String message) {
        STAGES.forEach((start, next) -> {
            if (message.startsWith(start)) {
                waitingFor = next;
            }
        });
    }
}
