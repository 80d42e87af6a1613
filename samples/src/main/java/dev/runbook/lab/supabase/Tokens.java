package dev.runbook.lab.supabase;

import dev.runbook.lab.LabHome;
import dev.runbook.lab.PrivateFile;
import dev.runbook.lab.http.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.Map;

/**
 * The secrets of the estate's administrative servers, generated at every start, each in a file beside the passwords.
 */
record Tokens(Map<Secret, String> values) {
    enum Secret {
        LB_TOKEN,
        DNS_TOKEN,
        MIGRATION_TOKEN,
        SERVICE_KEY,
        TEST_USER_PASSWORD
    }

    Tokens {
        values = Map.copyOf(values);
    }

    static Tokens create(LabHome home) throws IOException {
        Map<Secret, String> values = new EnumMap<>(Secret.class);
        for (Secret secret : Secret.values()) {
            String value = PrivateFile.newPassword(16);
            values.put(secret, value);
            PrivateFile.write(home.passwords().resolve(secret.name()), value);
        }
        return new Tokens(values);
    }

    /** Returns whether a request carries the secret as its bearer token. */
    boolean allow(Request request, Secret secret) {
        byte[] given = request.header("Authorization").orElse("").getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(given, ("Bearer " + values.get(secret)).getBytes(StandardCharsets.UTF_8));
    }
}
