package dev.runbook.action.ssh;

import dev.runbook.action.Attempt;
import dev.runbook.environment.Environment.Host;
import dev.runbook.environment.SecretSource;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The keys for every host. Each file is opened once: decrypting a key takes a tenth of a second, and many hosts usually
 * share the same key. Thread-safe.
 */
final class KeyRings {
    /** What determines the keys of a host. */
    private record Source(Optional<Path> file, Optional<SecretSource> passphrase) {}

    private record Refusal(String attempt, SshFailure failure) {}

    private final Path sshFolder;
    private final Optional<Path> agentSocket;
    private final Map<Source, KeyRing> opened = new HashMap<>();
    private final Map<Source, Refusal> refused = new HashMap<>();

    KeyRings(Path sshFolder, Optional<Path> agentSocket) {
        this.sshFolder = sshFolder;
        this.agentSocket = agentSocket;
    }

    /**
     * Returns the keys to offer {@code host}; a key that cannot be opened is not retried in this attempt, but in the
     * next.
     */
    synchronized KeyRing of(Host host, Attempt attempt) throws SshFailure {
        Source source = new Source(host.keyFile(), host.passphrase());
        KeyRing keys = opened.get(source);
        if (keys != null) {
            return keys;
        }
        Refusal refusal = refused.get(source);
        if (refusal != null && refusal.attempt().equals(attempt.marker())) {
            throw refusal.failure();
        }
        try {
            keys = open(host, attempt);
            opened.put(source, keys);
            return keys;
        } catch (SshFailure failure) {
            refused.put(source, new Refusal(attempt.marker(), failure));
            throw failure;
        }
    }

    private KeyRing open(Host host, Attempt attempt) throws SshFailure {
        if (host.keyFile().isEmpty()) {
            return KeyRing.ofUser(sshFolder, agentSocket);
        }
        Optional<String> passphrase = host.passphrase()
                .map(source -> attempt.environment().secrets().open(source, "passphrase of " + host.name()));
        return KeyRing.ofFile(host.keyFile().get(), passphrase, agentSocket);
    }
}
