package dev.runbook.action.ssh;

import com.jcraft.jsch.Session;
import dev.runbook.action.Attempt;
import dev.runbook.environment.Environment.Host;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The open sessions of one run, shared by its steps: a second command on a host needs no second handshake. Thread-safe.
 */
public final class SshSessions implements AutoCloseable {
    /**
     * The number of commands per session: below OpenSSH's limit of ten channels, with room for those that stop a
     * command.
     */
    private static final int COMMANDS = 6;

    /**
     * The number of sessions to keep: each costs a thread here and a process on the host, so with very many hosts the
     * later ones are not kept.
     */
    private static final int KEPT = 128;

    private static final Duration KEEP_ALIVE = Duration.ofSeconds(3);

    private final Connector connector;
    private final List<SharedSession> open = new ArrayList<>();
    private final Map<Path, SshAliases> aliases = new HashMap<>();

    /**
     * @param sshFolder the folder of the user's keys and known_hosts
     * @param agentSocket the socket of the user's agent, if there is one
     * @param keepAlive after how much silence a keep-alive message is sent to the host; the third silence ends the
     *     session
     */
    SshSessions(Path sshFolder, Optional<Path> agentSocket, Duration keepAlive) {
        connector = new Connector(sshFolder, agentSocket, keepAlive);
    }

    /** Uses the keys, known hosts and agent of the engine's user. */
    static SshSessions ofUser() {
        return new SshSessions(
                Path.of(System.getProperty("user.home"), ".ssh"),
                Optional.ofNullable(System.getenv("SSH_AUTH_SOCK"))
                        .filter(socket -> !socket.isBlank())
                        .map(Path::of),
                KEEP_ALIVE);
    }

    /** Takes an open session with {@code host}, which must be given back. */
    SharedSession take(Host named, Attempt attempt) throws SshFailure {
        Host host = resolved(named);
        synchronized (this) {
            for (SharedSession shared : open) {
                if (shared.host.equals(host) && shared.users < COMMANDS && shared.session.isConnected()) {
                    shared.users++;
                    shared.reused = true;
                    return shared;
                }
            }
        }
        return connect(host, attempt);
    }

    /** Opens a new session with {@code host}, for use when an open one proved to be dead. */
    SharedSession connect(Host named, Attempt attempt) throws SshFailure {
        Host host = resolved(named);
        Optional<SharedSession> through = Optional.empty();
        if (host.jump().isPresent()) {
            Host jump = host.jump().get();
            try {
                through = Optional.of(take(jump, attempt));
            } catch (SshFailure failure) {
                throw new SshFailure("its jump host " + jump.address() + ": " + failure.getMessage(), failure);
            }
        }
        try {
            Session session = connector.connect(host, through.map(jump -> jump.session), attempt);
            SharedSession shared = new SharedSession(host, session, through);
            synchronized (this) {
                open.add(shared);
            }
            return shared;
        } catch (SshFailure failure) {
            through.ifPresent(this::giveBack);
            throw failure;
        }
    }

    /** Resolves an alias; its file is read once per run. */
    private Host resolved(Host host) throws SshFailure {
        if (host.config().isEmpty()) {
            return host;
        }
        Path file = host.config().get();
        SshAliases known;
        synchronized (aliases) {
            known = aliases.get(file);
            if (known == null) {
                known = SshAliases.read(file);
                aliases.put(file, known);
            }
        }
        return known.resolved(host);
    }

    void giveBack(SharedSession shared) {
        boolean close;
        synchronized (this) {
            shared.users--;
            close = shared.users == 0 && (open.size() > KEPT || !shared.session.isConnected());
        }
        if (close) {
            discard(shared);
        }
    }

    /** Closes a session that is no longer usable, even if others still wait on it. */
    void discard(SharedSession shared) {
        synchronized (this) {
            if (!open.remove(shared)) {
                return;
            }
        }
        shared.session.disconnect();
        shared.through.ifPresent(this::giveBack);
    }

    @Override
    public void close() {
        List<SharedSession> toClose;
        synchronized (this) {
            toClose = new ArrayList<>(open);
        }
        toClose.forEach(this::discard);
    }
}
