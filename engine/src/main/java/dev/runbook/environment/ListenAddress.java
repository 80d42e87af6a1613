package dev.runbook.environment;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Node;

/** Reads the addresses on which the engine itself listens: {@code 127.0.0.1:9469}, {@code '[::1]:9469'}. */
final class ListenAddress {
    private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+):([0-9]{1,5})");
    private static final int HIGHEST_PORT = 65_535;

    private ListenAddress() {}

    /**
     * Returns the address, unresolved. Empty for another text, which is a problem, and for a variable that is not
     * known.
     */
    static Optional<InetSocketAddress> read(Node node, Interpolation texts, Problems problems) {
        String text = texts.text(node);
        if (texts.isOpen(text)) {
            return Optional.empty();
        }
        Matcher parts = ADDRESS.matcher(text);
        if (!parts.matches() || Integer.parseInt(parts.group(2)) > HIGHEST_PORT) {
            problems.add(node, "'" + text + "' is not an address to listen on", "write it as '127.0.0.1:9469'");
            return Optional.empty();
        }
        return Optional.of(InetSocketAddress.createUnresolved(
                parts.group(1).replaceAll("[\\[\\]]", ""), Integer.parseInt(parts.group(2))));
    }
}
