package dev.runbook.pem;

import dev.runbook.AuthorException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Reads a private key in PEM form: PKCS#8, plain or encrypted, and the older forms of RSA (PKCS#1) and EC (SEC 1) keys,
 * which are converted to PKCS#8 because the JDK reads only that.
 */
public final class PemKey {
    private static final String CONVERT = ": convert it with openssl pkcs8 -topk8 -v2 aes-256-cbc -in OLD -out NEW";

    private PemKey() {}

    /** @throws AuthorException one clause, if the key cannot be opened */
    public static PrivateKey of(PemFile file, Optional<String> passphrase) {
        List<PemFile.Block> keys = file.labelled("PRIVATE KEY");
        if (keys.size() != 1) {
            throw new AuthorException(file.path() + " contains " + (keys.isEmpty() ? "no private key" : "several keys")
                    + " in PEM form (-----BEGIN PRIVATE KEY-----)");
        }
        PemFile.Block key = keys.get(0);
        if (key.encrypted()) {
            throw new AuthorException(file.path() + " is encrypted in the old format of OpenSSL" + CONVERT);
        }
        byte[] content = key.content().toByteArray();
        try {
            return switch (key.label()) {
                case "PRIVATE KEY" -> plain(content);
                case "ENCRYPTED PRIVATE KEY" -> opened(file, content, passphrase);
                case "RSA PRIVATE KEY" -> plain(Pkcs8.ofRsa(content));
                case "EC PRIVATE KEY" -> plain(Pkcs8.ofEc(content));
                default ->
                    throw new AuthorException(
                            file.path() + " contains a key of the form '" + key.label() + "'" + CONVERT);
            };
        } catch (AuthorException known) {
            throw known;
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            throw new AuthorException(file.path() + " contains no private key this engine can read" + CONVERT, e);
        }
    }

    private static PrivateKey opened(PemFile file, byte[] content, Optional<String> passphrase)
            throws GeneralSecurityException, IOException {
        String secret = passphrase.orElseThrow(
                () -> new AuthorException(file.path() + " is encrypted: add passphrase: { env: NAME } next to it"));
        if (secret.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw new AuthorException("the passphrase of " + file.path()
                    + " has characters that are not ASCII, which Java does not accept: change the passphrase");
        }
        EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(content);
        String algorithm =
                info.getAlgName().equals("PBES2") || info.getAlgName().startsWith("1.2.840.113549.1.5.13")
                        ? info.getAlgParameters().toString()
                        : info.getAlgName();
        SecretKey key = SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(secret.toCharArray()));
        Cipher cipher = Cipher.getInstance(algorithm);
        cipher.init(Cipher.DECRYPT_MODE, key, info.getAlgParameters());
        PKCS8EncodedKeySpec decrypted;
        try {
            // also checks the form: one wrong passphrase in 256 leaves a valid padding
            decrypted = info.getKeySpec(cipher);
        } catch (GeneralSecurityException wrong) {
            throw new AuthorException("the passphrase does not open " + file.path(), wrong);
        }
        return key(decrypted);
    }

    private static PrivateKey plain(byte[] encoded) throws GeneralSecurityException {
        return key(new PKCS8EncodedKeySpec(encoded));
    }

    private static PrivateKey key(PKCS8EncodedKeySpec key) throws GeneralSecurityException {
        GeneralSecurityException last = null;
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(key);
            } catch (GeneralSecurityException other) {
                last = other;
            }
        }
        throw last;
    }
}
