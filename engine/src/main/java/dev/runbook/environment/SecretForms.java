package dev.runbook.environment;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Lists the encodings in which a secret may appear in output. */
final class SecretForms {
    /** The minimum length: a shorter secret would mask ordinary words. */
    static final int SHORTEST = 4;

    private SecretForms() {}

    /** Returns the text itself; for a text of several lines, also each line. */
    static List<String> texts(String secret) {
        return values(secret).toList();
    }

    /** Returns the secret in the character sets of Windows programs: UTF-16 and Latin-1. */
    static List<byte[]> bytes(String secret) {
        return values(secret)
                .flatMap(value -> Stream.of(
                        value.getBytes(StandardCharsets.UTF_16LE),
                        value.getBytes(StandardCharsets.UTF_16BE),
                        value.getBytes(StandardCharsets.ISO_8859_1)))
                .toList();
    }

    /**
     * Returns the hexadecimal forms, and Base64 at each of the three possible offsets of the secret in the encoded data,
     * in both alphabets, in URLs and JSON, and encoded twice.
     */
    static Set<String> encoded(String secret) {
        Set<String> forms = new LinkedHashSet<>();
        values(secret).forEach(value -> {
            for (byte[] bytes :
                    List.of(value.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_16LE))) {
                for (int offset = 0; offset < 3; offset++) {
                    String base64 = inside(Base64.getEncoder(), bytes, offset);
                    forms.add(base64);
                    forms.add(inside(Base64.getUrlEncoder(), bytes, offset));
                    forms.add(base64.replace("+", "%2B").replace("/", "%2F"));
                    forms.add(base64.replace("/", "\\/"));
                    byte[] again = base64.getBytes(StandardCharsets.US_ASCII);
                    for (int second = 0; second < 3; second++) {
                        forms.add(inside(Base64.getEncoder(), again, second));
                    }
                }
                for (String separator : List.of("", ":", " ")) {
                    HexFormat hex = HexFormat.ofDelimiter(separator);
                    forms.add(hex.formatHex(bytes));
                    forms.add(hex.withUpperCase().formatHex(bytes));
                }
            }
        });
        forms.removeIf(form -> form.length() < SHORTEST);
        return forms;
    }

    /** Returns only the characters that depend on the secret alone, not on the data before or after it. */
    private static String inside(Base64.Encoder encoder, byte[] secret, int offset) {
        byte[] shifted = new byte[offset + secret.length];
        System.arraycopy(secret, 0, shifted, offset, secret.length);
        int from = offset == 0 ? 0 : offset + 1;
        return encoder.encodeToString(shifted).substring(from, Math.max(from, shifted.length * 8 / 6));
    }

    private static Stream<String> values(String secret) {
        Stream<String> lines = secret.lines().map(String::strip);
        return Stream.concat(Stream.of(secret), lines)
                .filter(value -> value.length() >= SHORTEST)
                .distinct();
    }
}
