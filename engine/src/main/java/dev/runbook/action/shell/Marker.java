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

    /** Ends every marker, so that a search for one does not find those it is a prefix of; no encoded marker holds it. */
    private static final String END = "~";

    /** The marker as it stands in an environment: letters, digits and {@code % + - . _ * ~}. */
    public static String encoded(String marker) {
        return URLEncoder.encode(marker, StandardCharsets.UTF_8) + END;
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
            String text = encoded.endsWith(END) ? encoded.substring(0, encoded.length() - END.length()) : encoded;
            return Optional.of(URLDecoder.decode(text, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notOurs) {
            return Optional.of(encoded);
        }
    }
}
