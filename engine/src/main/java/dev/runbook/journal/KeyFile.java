package dev.runbook.journal;

import dev.runbook.AuthorException;
import dev.runbook.value.FileReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a key from a file of PEM (RFC 7468). */
final class KeyFile {
    private static final long LARGEST = 64 * 1024;

    private KeyFile() {}

    /**
     * Returns the bytes of the one block with a label.
     *
     * @throws AuthorException one line, when there is none
     */
    static byte[] read(Path file, String label) {
        try {
            if (Files.size(file) > LARGEST) {
                throw noKey(file, label);
            }
            Matcher block = Pattern.compile(
                            "-----BEGIN " + label + "-----([A-Za-z0-9+/=\\s]+)-----END " + label + "-----")
                    .matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
            if (!block.find()) {
                throw noKey(file, label);
            }
            return Base64.getMimeDecoder().decode(block.group(1));
        } catch (IOException unreadable) {
            throw new AuthorException("the key " + file + " cannot be read: " + FileReason.of(unreadable), unreadable);
        } catch (IllegalArgumentException damaged) {
            throw noKey(file, label);
        }
    }

    static AuthorException noKey(Path file, String label) {
        return new AuthorException(
                file + " holds no Ed25519 key: it must have a block of PEM that begins with -----BEGIN " + label
                        + "-----, and no passphrase");
    }
}
