package dev.runbook.journal;

import dev.runbook.json.JsonReader;
import dev.runbook.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The signature over the hash of a run's last record, which covers all records through the chain.
 *
 * @param head the hash, in hex
 * @param signature in Base64
 */
record JournalSignature(String head, String signature) {
    static JournalSignature by(SigningKey key, String run, String head) {
        return new JournalSignature(head, Base64.getEncoder().encodeToString(key.sign(message(run, head))));
    }

    /** Parses {@link #text()}; a damaged signature confirms nothing. */
    static JournalSignature of(String text) {
        Map<?, ?> read = JsonReader.read(text)
                .filter(Map.class::isInstance)
                .map(value -> (Map<?, ?>) value)
                .orElse(Map.of());
        return new JournalSignature(String.valueOf(read.get("head")), String.valueOf(read.get("signature")));
    }

    String text() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("algorithm", SigningKey.ALGORITHM);
        fields.put("head", head);
        fields.put("signature", signature);
        return JsonWriter.pretty(fields) + "\n";
    }

    /** Returns the signed message: a prefix unique to this use of the key, the run's id and the hash. */
    static byte[] message(String run, String head) {
        return ("runbook journal 1\n" + run + "\n" + head + "\n").getBytes(StandardCharsets.UTF_8);
    }

    byte[] bytes() {
        try {
            return Base64.getDecoder().decode(signature);
        } catch (IllegalArgumentException damaged) {
            return new byte[0];
        }
    }
}
