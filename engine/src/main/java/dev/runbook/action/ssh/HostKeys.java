package dev.runbook.action.ssh;

import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.HostKeyRepository;
import com.jcraft.jsch.UserInfo;
import dev.runbook.environment.Environment.Host;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A known_hosts file, which is never written. Remembers the keys it rejected, so that a person can compare them.
 * Thread-safe.
 */
final class HostKeys implements HostKeyRepository {
    private final HostKeyRepository known;
    private final Path file;
    private final Map<String, byte[]> refused = new ConcurrentHashMap<>();

    HostKeys(HostKeyRepository known, Path file) {
        this.known = known;
        this.file = file;
    }

    @Override
    public int check(String host, byte[] key) {
        int verdict = known.check(host, key);
        if (verdict != OK) {
            refused.put(host, key);
        }
        return verdict;
    }

    /** Returns the message when {@code host} is not in the file. */
    String unknown(Host host) {
        return "its host key is not known" + offered(host)
                + "; compare it with the host's own (ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub there), then: "
                + scan(host);
    }

    /** Returns the message when the file has another key for {@code host}. */
    String changed(Host host) {
        return "its host key has changed" + offered(host)
                + ": it was reinstalled, or someone intercepts the connection; if you know why: ssh-keygen -R '"
                + name(host)
                + "' -f " + file
                + " && " + scan(host);
    }

    private String scan(Host host) {
        return "ssh-keyscan" + (host.port() == 22 ? "" : " -p " + host.port()) + " " + host.address() + " >> " + file;
    }

    private String offered(Host host) {
        byte[] key = refused.get(name(host));
        return key == null ? "" : " (" + type(key) + " " + fingerprint(key) + ")";
    }

    private static String name(Host host) {
        return host.port() == 22 ? host.address() : "[" + host.address() + "]:" + host.port();
    }

    private static String type(byte[] key) {
        int length = Math.min(ByteBuffer.wrap(key).getInt(), key.length - 4);
        return new String(key, 4, length, StandardCharsets.US_ASCII);
    }

    /** Formats a key as {@code ssh-keygen -l} does. */
    static String fingerprint(byte[] key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key);
            return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible); // every Java platform has SHA-256
        }
    }

    @Override
    public void add(HostKey hostkey, UserInfo ui) {
        // strict: only a person adds a key
    }

    @Override
    public void remove(String host, String type) {
        // only a person removes one
    }

    @Override
    public void remove(String host, String type, byte[] key) {
        // only a person removes one
    }

    @Override
    public String getKnownHostsRepositoryID() {
        return known.getKnownHostsRepositoryID();
    }

    @Override
    public HostKey[] getHostKey() {
        return known.getHostKey();
    }

    @Override
    public HostKey[] getHostKey(String host, String type) {
        return known.getHostKey(host, type);
    }
}
