package dev.runbook.action.ssh;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchChangedHostKeyException;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.JSchHostKeyException;
import com.jcraft.jsch.JSchUnknownHostKeyException;
import com.jcraft.jsch.Session;
import dev.runbook.action.Attempt;
import dev.runbook.action.CancellationToken;
import dev.runbook.environment.Environment.Host;
import dev.runbook.time.Clock;
import dev.runbook.time.Durations;
import dev.runbook.time.TimeText;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Opens sessions, strictly: known host keys only, and every rejection is explained. Thread-safe. */
final class Connector {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** When an attempt ends while it waits for a host, its stop is processed before the connection times out. */
    private static final Duration BEHIND_THE_STOP = Duration.ofMillis(200);

    private static final int KEEP_ALIVES_UNANSWERED = 2;

    private final Path sshFolder;
    private final Duration keepAlive;
    private final Map<Path, KnownHosts> knownHosts = new HashMap<>();
    private final KeyRings keyRings;

    Connector(Path sshFolder, Optional<Path> agentSocket, Duration keepAlive) {
        this.sshFolder = sshFolder;
        this.keyRings = new KeyRings(sshFolder, agentSocket);
        this.keepAlive = keepAlive;
    }

    /**
     * Opens a session with {@code host}; abandons it when the attempt is stopped.
     *
     * @param through the open session to the host's jump host
     */
    Session connect(Host host, Optional<Session> through, Attempt attempt) throws SshFailure {
        HostKeys known = hostKeys(host);
        KeyRing keys = keyRings.of(host, attempt);
        ConnectStage stage = new ConnectStage();
        Session session = session(host, known, keys, stage);
        through.ifPresent(jump -> session.setProxy(new JumpHost(jump)));
        AtomicBoolean givenUp = new AtomicBoolean();
        Duration patience = Durations.shorter(PATIENCE, attempt.deadline().remaining());
        // the library bounds each read, not their sum: a slow server could block forever
        Runnable giveUp = () -> {
            givenUp.set(true);
            session.disconnect();
        };
        Duration most = patience.plus(BEHIND_THE_STOP);
        Clock.Alarm alarm = attempt.clock().after(most, giveUp);
        CancellationToken.Listening stopped = attempt.stop().onRequest(giveUp);
        try {
            connect(session, most, givenUp);
            return session;
        } catch (JSchException failure) {
            session.disconnect();
            if (failure instanceof JSchHostKeyException) {
                forgetHostKeys(host);
            }
            throw new SshFailure(words(failure, host, known, keys, stage, givenUp.get(), patience), failure);
        } finally {
            stopped.end();
            alarm.cancel();
        }
    }

    /** A disconnect on another thread takes away the streams that the library reads without a check. */
    private static void connect(Session session, Duration most, AtomicBoolean givenUp) throws JSchException {
        try {
            session.connect((int) Math.max(1, most.toMillis()));
        } catch (NullPointerException disconnected) {
            if (!givenUp.get()) {
                throw disconnected;
            }
            throw new JSchException("disconnected between two messages", disconnected);
        }
    }

    private Session session(Host host, HostKeys known, KeyRing keys, ConnectStage stage) throws SshFailure {
        try {
            Session session = new JSch().getSession(host.user(), host.address(), host.port());
            session.setLogger(stage);
            session.setHostKeyRepository(known);
            session.setIdentityRepository(keys);
            session.setConfig("StrictHostKeyChecking", "yes");
            session.setConfig("PreferredAuthentications", "publickey");
            SshAlgorithms.settings().forEach(session::setConfig);
            // a key that is offered alone needs no question whether it would do: it signs at once
            session.setConfig("enable_pubkey_auth_query", keys.isOne() ? "no" : "yes");
            session.setDaemonThread(true);
            session.setServerAliveInterval((int) keepAlive.toMillis());
            session.setServerAliveCountMax(KEEP_ALIVES_UNANSWERED);
            return session;
        } catch (JSchException invalid) {
            throw new SshFailure("its address cannot be used: " + invalid.getMessage(), invalid);
        }
    }

    private String words(
            JSchException failure,
            Host host,
            HostKeys known,
            KeyRing keys,
            ConnectStage stage,
            boolean givenUp,
            Duration patience) {
        String address = host.address() + ":" + host.port();
        if (failure instanceof JSchUnknownHostKeyException) {
            return known.unknown(host);
        }
        if (failure instanceof JSchChangedHostKeyException) {
            return known.changed(host);
        }
        if (failure instanceof JSchHostKeyException) {
            return "its host key is refused: " + failure.getMessage();
        }
        String message = String.valueOf(failure.getMessage());
        if (givenUp || message.contains("timeout") || message.contains("timed out")) {
            return "no answer from " + address + " in " + TimeText.of(patience) + ", while waiting for "
                    + stage.waitingFor();
        }
        if (message.startsWith("Auth fail")
                || message.startsWith("Auth cancel")
                || message.contains("Too many authentication")) {
            return "user " + host.user() + " was rejected; tried " + keys.tried();
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException) {
                Path config = sshFolder.resolve("config");
                return "the name " + host.address() + " does not resolve"
                        + (SshAliases.hasEntry(config, host.address())
                                ? "; it is an alias in " + config + ", which is read only if the environment says so:"
                                        + " ssh: { config: " + config + " }"
                                : "");
            }
            if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
                return "no connection to " + address + ": " + cause.getMessage();
            }
        }
        return "the connection to " + address + " ended while waiting for " + stage.waitingFor() + ": " + message;
    }

    private HostKeys hostKeys(Host host) throws SshFailure {
        Path file = knownHostsFile(host);
        synchronized (knownHosts) { // one reads the file, the others wait: they need the same content
            KnownHosts known = knownHosts.get(file);
            if (known == null) {
                known = KnownHosts.read(file);
                knownHosts.put(file, known);
            }
            return known.of(host);
        }
    }

    /** Discards cached host keys, so that the next attempt reads corrections to the file. */
    private void forgetHostKeys(Host host) {
        synchronized (knownHosts) {
            knownHosts.remove(knownHostsFile(host));
        }
    }

    private Path knownHostsFile(Host host) {
        return host.knownHosts().orElse(sshFolder.resolve("known_hosts"));
    }
}
