package dev.runbook.action.ssh;

import com.jcraft.jsch.Session;
import dev.runbook.environment.Environment.Host;
import java.util.Optional;

/** An open session and who uses it; {@link SshSessions} counts, under its lock. */
final class SharedSession {
    final Host host;
    final Session session;

    /** The session this one travels through, in use as long as this is open. */
    final Optional<SharedSession> through;

    int users = 1;
    boolean reused;

    /** Whether the host has shown that it executes commands, and need not be asked again. */
    volatile boolean executes;

    SharedSession(Host host, Session session, Optional<SharedSession> through) {
        this.host = host;
        this.session = session;
        this.through = through;
    }
}
