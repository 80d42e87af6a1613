package dev.runbook.action.ssh;

import com.jcraft.jsch.ConfigRepository.Config;
import com.jcraft.jsch.OpenSSHConfig;
import dev.runbook.environment.Environment.Host;
import dev.runbook.text.TextFile;
import dev.runbook.value.FileReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The aliases of an OpenSSH client configuration, as the library parses them. Immutable. */
final class SshAliases {
    private static final int SSH = 22;
    private static final int MOST_JUMPS = 8;
    private static final Pattern JUMP =
            Pattern.compile("(?:ssh://)?(?:(?<user>[^@]+)@)?(?<host>\\[[^]]+]|[^:]+)(?::(?<port>\\d{1,5}))?/?");

    /**
     * The library would add the lines after them to the previous entry; of duplicate entries it knows only the last.
     */
    private static final Pattern UNSUPPORTED = Pattern.compile("(?i)\\s*(match|include)\\b.*|\\s*host\\b.*[\\s=]!.*");

    private static final Pattern HOST = Pattern.compile("(?i)\\s*host[\\s=]+(.*)");

    private final Path file;
    private final OpenSSHConfig config;

    private SshAliases(Path file, OpenSSHConfig config) {
        this.file = file;
        this.config = config;
    }

    /** @throws SshFailure one line, when the file cannot be read or uses what the engine does not support */
    static SshAliases read(Path file) throws SshFailure {
        try {
            String text = TextFile.read(file, TextFile.WRITTEN_BY_HAND);
            List<String> lines = text.lines().toList();
            Set<String> entries = new HashSet<>();
            for (int i = 0; i < lines.size(); i++) {
                Matcher entry = HOST.matcher(lines.get(i));
                boolean again = entry.matches() && !entries.add(entry.group(1).strip());
                if (again || UNSUPPORTED.matcher(lines.get(i)).matches()) {
                    throw new SshFailure(
                            "its ssh config " + file + ":" + (i + 1) + " has '"
                                    + lines.get(i).strip() + "'"
                                    + (again ? " a second time" : "")
                                    + ", which the engine does not understand: name another file, or write the host"
                                    + " into the environment",
                            null);
                }
            }
            return new SshAliases(file, OpenSSHConfig.parse(text));
        } catch (IOException unreadable) {
            throw new SshFailure(
                    "its ssh config " + file + " cannot be read: " + FileReason.of(unreadable), unreadable);
        }
    }

    /** Returns whether a file has an entry for exactly this name; false if the file cannot be read. */
    static boolean hasEntry(Path file, String name) {
        try {
            return Files.isRegularFile(file)
                    && TextFile.read(file, TextFile.WRITTEN_BY_HAND)
                            .lines()
                            .map(HOST::matcher)
                            .filter(Matcher::matches)
                            .anyMatch(entry ->
                                    Arrays.asList(entry.group(1).split("\\s+")).contains(name));
        } catch (IOException unreadable) {
            return false;
        }
    }

    /**
     * Resolves a host of the environment with the settings of the file; settings of the environment take precedence.
     */
    Host resolved(Host host) throws SshFailure {
        return resolved(host, MOST_JUMPS);
    }

    private Host resolved(Host host, int jumps) throws SshFailure {
        Config entry = config.getConfig(host.address());
        Optional<Host> jump = host.jump().isPresent() ? host.jump() : jump(entry, host, jumps);
        return new Host(
                host.name(),
                host.user().isEmpty() ? value(entry, "User").orElse(System.getProperty("user.name")) : host.user(),
                value(entry, "HostName")
                        .map(name -> name.replace("%h", host.address()))
                        .orElse(host.address()),
                host.port() == 0 ? port(entry) : host.port(),
                jump,
                host.keyFile().or(() -> key(entry)),
                host.passphrase(),
                host.knownHosts(),
                Optional.empty(),
                host.settings());
    }

    private static int port(Config entry) {
        return entry.getPort() > 0 ? entry.getPort() : SSH;
    }

    /** Returns the first key that exists: the others of an entry are alternatives. */
    private static Optional<Path> key(Config entry) {
        List<Path> named = Arrays.stream(
                        Optional.ofNullable(entry.getValues("IdentityFile")).orElse(new String[0]))
                .map(SshAliases::unquoted)
                .filter(name -> !name.equalsIgnoreCase("none"))
                .map(SshAliases::path)
                .toList();
        return named.stream()
                .filter(Files::isReadable)
                .findFirst()
                .or(() -> named.stream().findFirst());
    }

    private static Path path(String name) {
        String home = System.getProperty("user.home");
        return Path.of(name.replaceFirst("^(~|%d)(?=/)", Matcher.quoteReplacement(home)));
    }

    private Optional<Host> jump(Config entry, Host host, int jumps) throws SshFailure {
        if (value(entry, "ProxyCommand")
                .filter(command -> !command.equals("none"))
                .isPresent()) {
            throw new SshFailure(
                    "its ssh config " + file
                            + " has a ProxyCommand for it, which the engine does not run: write ProxyJump",
                    null);
        }
        Optional<String> through = value(entry, "ProxyJump").filter(jump -> !jump.equals("none"));
        if (through.isPresent() && jumps == 0) {
            throw new SshFailure("its ssh config " + file + " leads through more than " + MOST_JUMPS + " hosts", null);
        }
        Optional<Host> last = Optional.empty();
        for (String hop : through.map(list -> list.split("\\s*,\\s*")).orElse(new String[0])) {
            Matcher parts = JUMP.matcher(hop);
            if (!parts.matches()) {
                throw new SshFailure("its ssh config " + file + " has '" + hop + "' as ProxyJump", null);
            }
            Host written = new Host(
                    hop,
                    Optional.ofNullable(parts.group("user")).orElse(""),
                    parts.group("host").replaceAll("[\\[\\]]", ""),
                    Optional.ofNullable(parts.group("port"))
                            .map(Integer::parseInt)
                            .orElse(0),
                    last,
                    Optional.empty(),
                    Optional.empty(),
                    host.knownHosts());
            last = Optional.of(resolved(written, jumps - 1));
        }
        return last;
    }

    private static Optional<String> value(Config entry, String key) {
        return Optional.ofNullable(entry.getValue(key)).map(SshAliases::unquoted);
    }

    private static String unquoted(String value) {
        return value.replaceFirst("^\"(.*)\"$", "$1");
    }
}
