package dev.runbook.environment;

import java.util.Locale;
import java.util.Optional;

/**
 * The mail server that sends the environment's e-mail.
 *
 * @param from the sender's address
 * @param user with {@code password}, the login; both empty if the server needs none
 * @param tls certificates for the server
 */
public record MailServer(
        String host,
        int port,
        Security security,
        String from,
        Optional<String> user,
        Optional<SecretSource> password,
        Optional<Environment.Tls> tls) {

    /** How the connection is encrypted. */
    public enum Security {
        /** Begins in clear text and must switch to TLS before anything is sent. */
        STARTTLS,
        /** TLS from the first byte. */
        IMPLICIT,
        /** Clear text. */
        NONE;

        /** Returns the word used in the environment file. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
