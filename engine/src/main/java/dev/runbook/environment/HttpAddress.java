package dev.runbook.environment;

import org.yaml.snakeyaml.nodes.Node;

/** Checks addresses that requests are sent to, which may be confidential. */
final class HttpAddress {
    private HttpAddress() {}

    static void check(Node at, String url, Interpolation texts, Problems problems) {
        boolean http = url.matches("(?i)https?://[^/?#\\s].*");
        if (!texts.isOpen(url) && !http) {
            problems.addUnquoted(
                    at,
                    "the address is not an http or https URL",
                    "write https://… or where it is kept: { env: NAME }");
        }
    }
}
