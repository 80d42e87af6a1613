package dev.runbook.action.ssh;

import com.jcraft.jsch.Logger;
import java.util.LinkedHashMap;
import java.util.Map;

/** How far a connection has come, read off the library's log: the difference between a firewall and a sick server. */
final class ConnectStage implements Logger {
    private static final Map<String, String> STAGES = new LinkedHashMap<>();

    static {
        STAGES.put("Connection established", "its greeting");
        STAGES.put("Remote version string", "the key exchange");
        STAGES.put("SSH_MSG_NEWKEYS received", "the authentication");
        STAGES.put("Authentications that can continue", "the authentication");
    }

    private volatile String waitingFor = "the connection";

    /** What the other side still owes. */
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
