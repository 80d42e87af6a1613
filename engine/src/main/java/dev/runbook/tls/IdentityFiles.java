package dev.runbook.tls;

import dev.runbook.AuthorException;
import dev.runbook.environment.Environment.Tls;
import dev.runbook.pem.PemFile;
import dev.runbook.pem.PemKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads the client certificate for a service and its key, from PEM files or a PKCS#12 file. */
final class IdentityFiles {
    private final Tls tls;
    private final Supplier<Optional<String>> passphrase;

    /**
     * @param passphrase called only if there is a key to open
     */
    IdentityFiles(Tls tls, Supplier<Optional<String>> passphrase) {
        this.tls = tls;
        this.passphrase = passphrase;
    }

    /** @throws AuthorException one clause that says what is wrong with which file */
    ClientIdentity.Certificate certificate() throws GeneralSecurityException {
        PemFile file = PemFile.read(tls.clientCertificate().orElseThrow());
        if (!file.pem()) {
            return ofStore(file);
        }
        List<X509Certificate> chain = ServiceTls.certificates("clientCertificate", file);
        PemFile keyFile = tls.clientKey().map(PemFile::read).orElse(file);
        return checked(PemKey.of(keyFile, passphrase.get()), chain);
    }

    private ClientIdentity.Certificate ofStore(PemFile file) throws GeneralSecurityException {
        if (tls.clientKey().isPresent()) {
            throw new AuthorException(
                    file.path() + " is not a PEM file; a PKCS#12 file contains its key: remove clientKey");
        }
        char[] password = passphrase.get().orElse("").toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try {
            store.load(new ByteArrayInputStream(file.bytes().toByteArray()), password);
        } catch (IOException e) {
            boolean locked = e.getCause() instanceof GeneralSecurityException;
            throw new AuthorException(
                    locked
                            ? "the passphrase does not open " + file.path()
                            : file.path() + " is neither a PEM nor a PKCS#12 file",
                    e);
        }
        List<String> keys = new ArrayList<>();
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias)) {
                keys.add(alias);
            }
        }
        if (keys.size() != 1) {
            throw new AuthorException(
                    file.path() + " holds " + keys.size() + " keys with a certificate, not exactly one");
        }
        Certificate[] chain = store.getCertificateChain(keys.get(0));
        return checked(
                key(store, keys.get(0), password, file.path()),
                Arrays.stream(chain).map(X509Certificate.class::cast).toList());
    }

    private static PrivateKey key(KeyStore store, String alias, char[] password, Path path)
            throws GeneralSecurityException {
        try {
            return (PrivateKey) store.getKey(alias, password);
        } catch (UnrecoverableKeyException e) {
            throw new AuthorException(
                    "the key in " + path + " has a different passphrase than the file: use the same for both", e);
        }
    }

    private ClientIdentity.Certificate checked(PrivateKey key, List<X509Certificate> chain)
            throws GeneralSecurityException {
        X509Certificate own = chain.get(0);
        Path path = tls.clientCertificate().orElseThrow();
        try {
            own.checkValidity();
        } catch (CertificateExpiredException e) {
            throw new AuthorException(
                    "clientCertificate " + path + " expired at "
                            + own.getNotAfter().toInstant() + ": request a new one from its issuer",
                    e);
        } catch (CertificateNotYetValidException e) {
            throw new AuthorException(
                    "clientCertificate " + path + " is valid from "
                            + own.getNotBefore().toInstant() + " on only",
                    e);
        }
        if (!belongs(key, own.getPublicKey())) {
            throw new AuthorException("clientKey " + tls.clientKey().orElse(path) + " is not the key of " + path + " ("
                    + own.getSubjectX500Principal() + ")");
        }
        return new ClientIdentity.Certificate(key, chain);
    }

    private static boolean belongs(PrivateKey key, PublicKey certified) throws GeneralSecurityException {
        String kind = key.getAlgorithm();
        if (!kind.equals(certified.getAlgorithm())) {
            return false;
        }
        Signature signature = Signature.getInstance(
                switch (kind) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> kind;
                });
        signature.initSign(key);
        byte[] signed = signature.sign();
        signature.initVerify(certified);
        return signature.verify(signed);
    }
}
