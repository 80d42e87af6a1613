package dev.runbook.action.shell;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The name of an attempt in the environment of every process it starts. Encoded as ASCII, so that it can be found in
 * any locale.
 */
public final class Marker {
    public static final String VARIABLE = "RUNBOOK_MARKER";

    private Marker() {}

    /** Ends every marker, so that a search does not match a marker's prefix; encoded text never contains it. */
    private static final String END = "~";

    /** Encodes a marker for an environment variable: letters, digits and {@code % + - . _ * ~}. */
    public static String encoded(String marker) {
        return URLEncoder.encode(marker, StandardCharsets.UTF_8) + END;
    }

    /** Finds the marker in a block of {@code NAME=text} entries, each terminated by a NUL. */
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
