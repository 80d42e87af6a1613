package dev.runbook.environment;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lists the forms in which a secret's text may appear in output: plain, and in common encodings. */
final class SecretForms {
    /** The minimum length: a shorter secret would mask ordinary words. */
    static final int SHORTEST = 4;

    private static final Pattern UNICODE_ESCAPE = Pattern.compile("\\\\u([0-9a-f]{4})");

    private SecretForms() {}

    /** Returns the plain, URL-, JSON-, HTML- and shell-escaped forms; for a text of several lines, also each line. */
    static Set<String> texts(String secret) {
        return values(secret)
                .flatMap(
                        value -> Stream.of(plain(value), url(value), json(value), shell(value), Stream.of(html(value))))
                .flatMap(forms -> forms)
                .filter(form -> form.getBytes(StandardCharsets.UTF_8).length >= SHORTEST)
                .collect(Collectors.toCollection(LinkedHashSet::new));
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
     * Returns the hexadecimal form, and Base64 at each of the three possible offsets of the secret in the encoded data,
     * in both alphabets.
     */
    static Set<String> encoded(String secret) {
        Set<String> forms = new LinkedHashSet<>();
        values(secret).forEach(value -> {
            for (byte[] bytes :
                    List.of(value.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_16LE))) {
                for (int offset = 0; offset < 3; offset++) {
                    forms.add(inside(Base64.getEncoder(), bytes, offset));
                    forms.add(inside(Base64.getUrlEncoder(), bytes, offset));
                }
                forms.add(HexFormat.of().formatHex(bytes));
                forms.add(HexFormat.of().withUpperCase().formatHex(bytes));
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

    private static Stream<String> plain(String value) {
        return Stream.of(value, value.replace("\n", "\r\n"));
    }

    /**
     * Encodes by RFC 3986, as forms and browsers do, and with the few characters escaped that libraries treat
     * differently.
     */
    private static Stream<String> url(String value) {
        String form = URLEncoder.encode(value, StandardCharsets.UTF_8);
        String strict = form.replace("+", "%20").replace("*", "%2A").replace("%7E", "~");
        Stream<String> kept = Stream.of("!'()*", "!'()*;/?:@&=+$,#", "!$&'()*+,;=:@", "/", "/:@")
                .map(characters -> keep(strict, characters));
        return Stream.concat(Stream.of(form, strict), kept).flatMap(text -> Stream.of(text, lowerHex(text)));
    }

    private static String keep(String encoded, String characters) {
        String text = encoded;
        for (int i = 0; i < characters.length(); i++) {
            char character = characters.charAt(i);
            text = text.replace(String.format("%%%02X", (int) character), String.valueOf(character));
        }
        return text;
    }

    private static String lowerHex(String encoded) {
        StringBuilder text = new StringBuilder(encoded);
        for (int i = text.indexOf("%"); i >= 0; i = text.indexOf("%", i + 1)) {
            text.replace(i + 1, i + 3, text.substring(i + 1, i + 3).toLowerCase(Locale.ROOT));
        }
        return text.toString();
    }

    /** Encodes as JSON, also nested: JSON within a JSON text, as a server may repeat a document. */
    private static Stream<String> json(String value) {
        return jsonOnce(value).flatMap(once -> Stream.of(once, escape(once, "", false)));
    }

    private static Stream<String> jsonOnce(String value) {
        String plain = escape(value, "", false);
        return Stream.of(
                plain,
                plain.replace("/", "\\/"),
                escape(value, "", true),
                escape(value, "", true).replace("/", "\\/"),
                escape(value, "<>&='", false),
                escape(value, "<>&", false),
                escape(value, "<>&='", true),
                upperHex(escape(value, "<>&='", true)),
                upperHex(escape(value, "", true)));
    }

    /** Converts {@code \\u00e9} to {@code \\u00E9}. */
    private static String upperHex(String json) {
        return UNICODE_ESCAPE
                .matcher(json)
                .replaceAll(found -> "\\\\u" + found.group(1).toUpperCase(Locale.ROOT));
    }

    /**
     * @param further additional characters to write as {@code \\uXXXX}, which JSON does not require
     */
    private static String escape(String value, String further, boolean ascii) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"', '\\' -> text.append('\\').append(c);
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    boolean escaped = c < ' ' || further.indexOf(c) >= 0 || (ascii && c > '~');
                    text.append(escaped ? String.format("\\u%04x", (int) c) : String.valueOf(c));
                }
            }
        }
        return text.toString();
    }

    /**
     * Quotes for a shell: in single quotes (two styles), in double quotes, with backslashes (two styles), and as {@code
     * $'…'}.
     */
    private static Stream<String> shell(String value) {
        return Stream.of(
                value.replace("'", "'\\''"),
                value.replace("'", "'\"'\"'"),
                value.replaceAll("([\"$`\\\\])", "\\\\$1"),
                value.replaceAll("([^\\w@%+=:,./\\n-])", "\\\\$1"),
                value.replaceAll("([ !\"$&'()*;<>?\\[\\\\\\]^`{|},]|^[#~])", "\\\\$1"),
                value.replace("\\", "\\\\")
                        .replace("'", "\\'")
                        .replace("\n", "\\n")
                        .replace("\t", "\\t"));
    }

    private static String html(String value) {
        return value.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
