package dev.runbook.action.shell;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The name of an attempt in the environment of every process it starts. Written in ASCII, so that it is found again
 * whatever the locale.
 */
public final class Marker {
    public static final String VARIABLE = "RUNBOOK_MARKER";

    private Marker() {}

    /** The marker as it stands in an environment; a prefix of a marker gives a prefix of that. */
    public static String encoded(String marker) {
        return URLEncoder.encode(marker, StandardCharsets.UTF_8);
    }

    /** The marker in a block of {@code NAME=text} entries, each ended by a NUL. */
    static Optional<String> in(String environment) {
        String start = VARIABLE + "=";
        int at = environment.startsWith(start) ? 0 : environment.indexOf('\0' + start) + 1;
        if (at == 0 && !environment.startsWith(start)) {
            return Optional.empty();
        }
        int end = environment.indexOf('\0', at);
        String encoded = environment.substring(at + start.length(), end < 0 ? environment.length() : end);
        try {
            return Optional.of(URLDecoder.decode(encoded, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notOurs) {
            return Optional.of(encoded);
        }
    }
}
