package dev.runbook.journal;

import dev.runbook.AuthorException;
import dev.runbook.EngineException;
import dev.runbook.file.FileTrust;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;

/** A private Ed25519 key that signs the journals of runs. */
public final class SigningKey {
    static final String ALGORITHM = "Ed25519";
    private static final String LABEL = "PRIVATE KEY";

    private final PrivateKey key;

    private SigningKey(PrivateKey key) {
        this.key = key;
    }

    /** @throws AuthorException one line, when the file cannot be read, has no such key, or is accessible to others */
    public static SigningKey read(Path file) {
        FileTrust.problemOfKey(file).ifPresent(problem -> {
            throw new AuthorException(
                    "the signing key " + file + " is not used: " + problem + "; make it its owner's alone: chmod 600");
        });
        byte[] bytes = KeyFile.read(file, LABEL);
        try {
            return new SigningKey(KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(bytes)));
        } catch (GeneralSecurityException other) {
            throw KeyFile.noKey(file, LABEL);
        }
    }

    byte[] sign(byte[] message) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException impossible) {
            throw new EngineException("the journal cannot be signed: " + impossible.getMessage(), impossible);
        }
    }
}
