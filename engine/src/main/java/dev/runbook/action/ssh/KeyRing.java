package dev.runbook.action.ssh;

import com.jcraft.jsch.AgentIdentityRepository;
import com.jcraft.jsch.AgentProxyException;
import com.jcraft.jsch.Identity;
import com.jcraft.jsch.IdentityRepository;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.SSHAgentConnector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Vector;

/**
 * The keys to offer a host, in order, with their names for messages. A key file that the environment names is the only
 * key offered; without one, the agent's keys and then the user's default files are offered, as {@code ssh} does. A
 * certificate beside a key ({@code id_ed25519-cert.pub}) is offered first. Nothing is ever added to the agent.
 */
final class KeyRing implements IdentityRepository {
    private static final List<String> USUAL_FILES = List.of("id_ed25519", "id_ecdsa", "id_rsa");

    private final Optional<IdentityRepository> agent;
    private final List<Identity> files = new ArrayList<>();
    private final List<String> tried = new ArrayList<>();

    private KeyRing(Optional<IdentityRepository> agent) {
        this.agent = agent;
    }

    /**
     * Loads the key that a host's entry names.
     *
     * @throws SshFailure one line: no such file, encrypted, wrong passphrase
     */
    static KeyRing ofFile(Path file, Optional<String> passphrase, Optional<Path> agentSocket) throws SshFailure {
        if (!Files.isReadable(file)) {
            throw new SshFailure("its key file " + file + " cannot be read", null);
        }
        KeyRing ring = new KeyRing(Optional.empty());
        Optional<Identity> identity = ring.load(file, passphrase);
        if (identity.isEmpty()
                && passphrase.isPresent()
                && ring.load(file, Optional.empty()).isPresent()) {
            throw new SshFailure("the passphrase of its key file " + file + " is wrong", null);
        }
        if (identity.isEmpty()) {
            throw new SshFailure("its key file " + file + " contains no private key", null);
        }
        if (identity.get().isEncrypted()) {
            Optional<IdentityRepository> agent = agent(agentSocket);
            if (agent.isEmpty()) {
                throw new SshFailure(
                        "its key file " + file
                                + " is encrypted: set its passphrase in the environment, or load it into an SSH agent",
                        null);
            }
            KeyRing ofAgent = new KeyRing(agent);
            ofAgent.tried.add("the agent's keys");
            return ofAgent;
        }
        ring.keep(identity.get(), file, passphrase);
        return ring;
    }

    /** Loads the user's keys. */
    static KeyRing ofUser(Path sshFolder, Optional<Path> agentSocket) {
        KeyRing ring = new KeyRing(agent(agentSocket));
        if (ring.agent.isPresent()) {
            ring.tried.add("the agent's keys");
        }
        for (String name : USUAL_FILES) {
            Path file = sshFolder.resolve(name);
            if (Files.isReadable(file)) {
                ring.load(file, Optional.empty())
                        .filter(identity -> !identity.isEncrypted())
                        .ifPresent(identity -> ring.keep(identity, file, Optional.empty()));
            }
        }
        return ring;
    }

    /** Returns the keys that were offered, for the message that none was accepted. */
    String tried() {
        return tried.isEmpty() ? "no key: there is none" : String.join(", ", tried);
    }

    /** Returns whether there is only one key, in a file, so that offering it costs no more than querying it. */
    boolean isOne() {
        return agent.isEmpty() && files.size() == 1;
    }

    /**
     * Adds a key and its certificate. The certificate comes first; the host may accept the key even if the certificate
     * has expired.
     */
    private void keep(Identity identity, Path file, Optional<String> passphrase) {
        Path certificate = beside(file, "-cert.pub");
        if (Files.exists(certificate)) {
            Optional<Identity> certified = load(file, certificate, passphrase);
            certified.ifPresent(files::add);
            tried.add("certificate " + certificate + (certified.isPresent() ? "" : ", which cannot be read"));
        }
        files.add(identity);
        tried.add("key " + file);
    }

    private Optional<Identity> load(Path file, Optional<String> passphrase) {
        return load(file, beside(file, ".pub"), passphrase);
    }

    /**
     * @param open the public part of the key; the library also accepts a certificate there
     */
    private static Optional<Identity> load(Path file, Path open, Optional<String> passphrase) {
        JSch reader = new JSch();
        try {
            reader.addIdentity(
                    file.toString(),
                    Files.readAllBytes(file),
                    Files.isReadable(open) ? Files.readAllBytes(open) : null,
                    passphrase
                            .map(text -> text.getBytes(StandardCharsets.UTF_8))
                            .orElse(null));
        } catch (JSchException | IOException noKey) {
            return Optional.empty();
        }
        return reader.getIdentityRepository().getIdentities().stream().findFirst();
    }

    private static Path beside(Path file, String ending) {
        return file.resolveSibling(file.getFileName() + ending);
    }

    private static Optional<IdentityRepository> agent(Optional<Path> socket) {
        if (socket.isEmpty() || !Files.exists(socket.get())) {
            return Optional.empty();
        }
        try {
            IdentityRepository agent = new AgentIdentityRepository(new SSHAgentConnector(socket.get()));
            return agent.getStatus() == RUNNING ? Optional.of(agent) : Optional.empty();
        } catch (AgentProxyException notAnswering) {
            return Optional.empty();
        }
    }

    @Override
    @SuppressWarnings("JdkObsolete") // the library's own type
    public Vector<Identity> getIdentities() {
        Vector<Identity> identities = new Vector<>();
        agent.ifPresent(keys -> identities.addAll(keys.getIdentities()));
        identities.addAll(files);
        return identities;
    }

    @Override
    public String getName() {
        return "Runbook";
    }

    @Override
    public int getStatus() {
        return RUNNING;
    }

    @Override
    public boolean add(byte[] identity) {
        return false;
    }

    @Override
    public boolean remove(byte[] blob) {
        return false;
    }

    @Override
    public void removeAll() {
        // the keys are the user's
    }
}
