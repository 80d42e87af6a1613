package dev.runbook.action.ssh;

import com.jcraft.jsch.Session;
import dev.runbook.environment.Environment.Host;
import java.util.Optional;

/** An open session and its users, counted by {@link SshSessions} under its lock. */
final class SharedSession {
    final Host host;
    final Session session;

    /** The session that this one is tunnelled through, in use as long as this is open. */
    final Optional<SharedSession> through;

    int users = 1;
    boolean reused;

    /** Whether the host has confirmed that it executes commands, so that no further confirmation is needed. */
    volatile boolean executes;

    SharedSession(Host host, Session session, Optional<SharedSession> through) {
        this.host = host;
        this.session = session;
        this.through = through;
    }
}
