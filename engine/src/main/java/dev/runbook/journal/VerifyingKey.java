package dev.runbook.journal;

import dev.runbook.AuthorException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/** A public Ed25519 key that verifies signatures. */
public final class VerifyingKey {
    private static final String LABEL = "PUBLIC KEY";
    private static final int SHOWN = 16;

    private final PublicKey key;
    private final String file;

    private VerifyingKey(PublicKey key, String file) {
        this.key = key;
        this.file = file;
    }

    /** @throws AuthorException one line, when the file cannot be read or has no such key */
    public static VerifyingKey read(Path file) {
        byte[] bytes = KeyFile.read(file, LABEL);
        try {
            return new VerifyingKey(
                    KeyFactory.getInstance(SigningKey.ALGORITHM).generatePublic(new X509EncodedKeySpec(bytes)),
                    file.getFileName().toString());
        } catch (GeneralSecurityException other) {
            throw KeyFile.noKey(file, LABEL);
        }
    }

    /** Returns the name for people: its file, and the beginning of the SHA-256 of the key. */
    String name() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
            return file + " (SHA-256 " + HexFormat.of().formatHex(hash).substring(0, SHOWN) + ")";
        } catch (GeneralSecurityException impossible) {
            return file;
        }
    }

    boolean confirms(JournalSignature signature, String run) {
        try {
            Signature check = Signature.getInstance(SigningKey.ALGORITHM);
            check.initVerify(key);
            check.update(JournalSignature.message(run, signature.head()));
            return check.verify(signature.bytes());
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }
}
