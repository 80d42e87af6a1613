package dev.runbook.lab.ssh;

import dev.runbook.lab.http.PortTakenException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Map;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;

/**
 * A host that runs commands with {@code /bin/sh} for one user with one key. Host and client keys are generated at every
 * start; the client's key and the host's entry in a known_hosts file are in a separate folder. Thread-safe.
 */
public final class SshHost implements AutoCloseable {
    private final SshServer server;

    private SshHost(SshServer server) {
        this.server = server;
    }

    /**
     * @param keys the folder for {@code id_ecdsa} and {@code known_hosts}
     * @param home the user's home, where commands start
     * @param variables the environment of every command
     */
    public static SshHost start(InetSocketAddress at, String user, Path keys, Path home, Map<String, String> variables)
            throws IOException {
        KeyPair host = newKey();
        KeyPair client = newKey();
        SshServer server = SshServer.setUpDefaultServer();
        server.setHost(at.getHostString());
        server.setPort(at.getPort());
        server.setKeyPairProvider(KeyPairProvider.wrap(host));
        server.setPublickeyAuthenticator(
                (name, key, session) -> name.equals(user) && KeyUtils.compareKeys(key, client.getPublic()));
        server.setCommandFactory((channel, command) -> new HostCommand(command, home, variables));
        try {
            server.start();
        } catch (BindException taken) {
            throw new PortTakenException("SSH host", at, taken);
        }
        writeKeys(keys, at, host, client);
        return new SshHost(server);
    }

    private static KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this JDK has no elliptic curve keys", missing);
        }
    }

    private static void writeKeys(Path keys, InetSocketAddress at, KeyPair host, KeyPair client) throws IOException {
        Path key = Files.createFile(
                keys.resolve("id_ecdsa"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (OutputStream out = Files.newOutputStream(key)) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(client, "runbook lab", null, out);
        } catch (GeneralSecurityException unwritable) {
            throw new IOException("cannot write " + key, unwritable);
        }
        Files.writeString(
                keys.resolve("known_hosts"),
                "[" + at.getHostString() + "]:" + at.getPort() + " " + PublicKeyEntry.toString(host.getPublic())
                        + "\n");
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }
}
