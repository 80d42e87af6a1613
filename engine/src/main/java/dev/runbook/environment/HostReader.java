package dev.runbook.environment;

import dev.runbook.environment.Environment.Host;
import dev.runbook.environment.Environment.HostSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads {@code hosts}: {@code user@host:port}, or a map with more settings. */
final class HostReader {
    private static final int SSH = 22;
    private static final Pattern ADDRESS = Pattern.compile(
            "(?:(?<user>[^@\\s:-][^@\\s:]*)@)?(?<host>\\[[0-9A-Fa-f:.]+]|[^@\\s:\\[\\]-][^@\\s:\\[\\]]*)(?::(?<port>\\d{1,5}))?");

    /** The keys that say how scripts run. */
    private static final List<String> OF_SCRIPTS = List.of("in", "env", "shell");

    private static final Pattern VARIABLE = Pattern.compile("(?!RB_|RUNBOOK_)[A-Za-z_][A-Za-z0-9_]*");

    private final Interpolation texts;
    private final SecretReader secrets;
    private final Problems problems;
    private final Optional<Path> config;

    /**
     * @param config OpenSSH's configuration file, whose aliases may be used as addresses
     */
    HostReader(Interpolation texts, SecretReader secrets, Problems problems, Optional<Path> config) {
        this.config = config;
        this.texts = texts;
        this.secrets = secrets;
        this.problems = problems;
    }

    /** Returns the machines of one entry; a single machine takes the entry's name, several take their addresses. */
    List<Host> group(String name, Node node) {
        if (node instanceof SequenceNode list) {
            return list.getValue().stream()
                    .map(member -> host(member, Optional.empty()))
                    .toList();
        }
        return List.of(host(node, Optional.of(name)));
    }

    private Host host(Node node, Optional<String> name) {
        if (node instanceof ScalarNode) {
            return parse(node, name, YamlMap.empty());
        }
        YamlMap map = YamlMap.of(node);
        return parse(map.get("address").orElseThrow(), name, map);
    }

    private Host parse(Node address, Optional<String> name, YamlMap more) {
        String text = texts.text(address);
        Matcher parts = ADDRESS.matcher(text);
        int port = 0;
        if (parts.matches()) {
            port = parts.group("port") == null ? SSH : Integer.parseInt(parts.group("port"));
        }
        if (texts.isOpen(text) && !parts.matches()) {
            return new Host(
                    text, "", text, SSH, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        }
        if (port < 1 || port > 65_535) {
            problems.add(address, "'" + text + "' is not a host address", "write it as user@host:port");
            return new Host(
                    text, "", text, SSH, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        }
        String host = parts.group("host").replaceAll("[\\[\\]]", "");
        String unnamed = config.isPresent() ? "" : System.getProperty("user.name");
        boolean open = config.isPresent() && parts.group("port") == null;
        return new Host(
                name.orElse(port == SSH ? host : host + ":" + port),
                parts.group("user") == null ? unnamed : parts.group("user"),
                host,
                open ? 0 : port,
                more.get("jump").map(this::jump),
                more.map("key").get("file").map(texts::path),
                more.get("passphrase").map(secrets::source),
                more.get("known_hosts").map(texts::path),
                config,
                settings(more));
    }

    private Host jump(Node node) {
        Host jump = host(node, Optional.empty());
        if (!jump.settings().equals(HostSettings.none())) {
            problems.add(
                    node,
                    "a host to go through runs no scripts, so " + String.join(", ", OF_SCRIPTS)
                            + " have no effect on it",
                    "move them to the host itself");
        }
        return jump;
    }

    private HostSettings settings(YamlMap host) {
        Optional<String> folder = host.get("in").map(this::folder);
        Map<String, String> env = host.map("env").each((name, node) -> texts.text(node));
        host.get("env")
                .ifPresent(
                        node -> env.keySet().stream()
                                .filter(name -> !VARIABLE.matcher(name).matches())
                                .forEach(
                                        name -> problems.add(
                                                node,
                                                "'" + name
                                                        + "' is not a name that a script's environment variable may have",
                                                "use letters, digits and _, no digit first, and no name that begins with RB_ or RUNBOOK_")));
        HostSettings.Shell shell = host.get("shell")
                .map(node -> HostSettings.Shell.valueOf(YamlValue.text(node).toUpperCase(Locale.ROOT)))
                .orElse(HostSettings.Shell.SH);
        return new HostSettings(folder, env, shell);
    }

    private String folder(Node node) {
        String folder = texts.text(node);
        if (folder.isEmpty() || folder.startsWith("~")) {
            problems.add(
                    node,
                    "'in' is a folder on the host, and '" + folder + "' is not the path of one",
                    "write an absolute path, or one relative to the login's home folder");
        }
        return folder;
    }
}
