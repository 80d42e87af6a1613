package dev.runbook.action.ssh;

import com.jcraft.jsch.HostKeyRepository;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import dev.runbook.environment.Environment.Host;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A known_hosts file, read once and indexed by name: in a file with thousands of hosts, each connection reads only the
 * lines that can apply to it. Thread-safe.
 */
final class KnownHosts {
    private final Path file;
    private final Map<String, List<String>> byName = new HashMap<>();

    /** Hashed names, patterns and authorities: only the library can match them. */
    private final List<String> aboutAnyone = new ArrayList<>();

    private KnownHosts(Path file, List<String> lines) {
        this.file = file;
        lines.stream().map(String::strip).filter(line -> !line.startsWith("#")).forEach(this::add);
    }

    /** Reads the file's lines; none if the file does not exist. */
    static KnownHosts read(Path file) throws SshFailure {
        if (!Files.exists(file)) {
            return new KnownHosts(file, List.of());
        }
        try {
            String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            return new KnownHosts(file, text.lines().toList());
        } catch (IOException unreadable) {
            throw unreadable(file, unreadable);
        }
    }

    private void add(String line) {
        String names = line.split("\\s", 2)[0];
        if (names.chars().anyMatch(character -> "@|*?!".indexOf(character) >= 0)) {
            aboutAnyone.add(line);
            return;
        }
        for (String name : names.split(",")) {
            byName.computeIfAbsent(name.toLowerCase(Locale.ROOT), none -> new ArrayList<>())
                    .add(line);
        }
    }

    /** Returns the accepted keys of {@code host}. */
    HostKeys of(Host host) throws SshFailure {
        List<String> lines = new ArrayList<>(aboutAnyone);
        for (String name : List.of(host.address(), "[" + host.address() + "]:" + host.port())) {
            lines.addAll(byName.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()));
        }
        JSch reader = new JSch();
        try {
            reader.setKnownHosts(
                    new ByteArrayInputStream((String.join("\n", lines) + "\n").getBytes(StandardCharsets.ISO_8859_1)));
        } catch (JSchException malformed) {
            throw unreadable(file, malformed);
        }
        HostKeyRepository entries = reader.getHostKeyRepository();
        return new HostKeys(entries, file);
    }

    private static SshFailure unreadable(Path file, Exception cause) {
        return new SshFailure("known hosts " + file + " cannot be read: " + cause.getMessage(), cause);
    }
}
