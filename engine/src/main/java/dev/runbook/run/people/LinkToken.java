package dev.runbook.run.people;

import dev.runbook.json.JsonReader;
import dev.runbook.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a one-time link lets a person answer, signed by the run.
 *
 * @param step the question
 * @param person who was given the link
 * @param until when it expires
 * @param id tells two links for the same question apart
 */
record LinkToken(String step, String person, Instant until, String id) {
    private static final String ALGORITHM = "HmacSHA256";
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    /** Returns the text for a URL: the content and its signature. */
    String signed(byte[] key) {
        byte[] content = JsonWriter.write(List.of(step, person, until.toEpochMilli(), id))
                .getBytes(StandardCharsets.UTF_8);
        return ENCODER.encodeToString(content) + "." + ENCODER.encodeToString(mac(key, content));
    }

    /** Returns the token of a text; empty unless it was signed with this key. */
    static Optional<LinkToken> of(String text, byte[] key) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 2) {
            return Optional.empty();
        }
        try {
            byte[] content = Base64.getUrlDecoder().decode(parts[0]);
            byte[] signature = Base64.getUrlDecoder().decode(parts[1]);
            return MessageDigest.isEqual(mac(key, content), signature)
                    ? JsonReader.read(new String(content, StandardCharsets.UTF_8))
                            .map(LinkToken::of)
                    : Optional.empty();
        } catch (IllegalArgumentException notEncoded) {
            return Optional.empty();
        }
    }

    private static LinkToken of(Object signed) {
        List<?> parts = (List<?>) signed;
        return new LinkToken(
                String.valueOf(parts.get(0)),
                String.valueOf(parts.get(1)),
                Instant.ofEpochMilli(((Number) parts.get(2)).longValue()),
                String.valueOf(parts.get(3)));
    }

    private static byte[] mac(byte[] key, byte[] content) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(content);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
