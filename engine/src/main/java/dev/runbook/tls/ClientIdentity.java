package dev.runbook.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Presents one client certificate, or none, and records which servers requested one: a server that requires a
 * certificate may just close the connection. The JDK's key manager would present none when a server lists other
 * authorities than the certificate's; the server's rejection of the certificate is more informative than its absence.
 * Thread-safe.
 */
public final class ClientIdentity extends X509ExtendedKeyManager {
    private static final String ONLY = "client";

    /** A certificate, its chain, and its key. */
    record Certificate(PrivateKey key, List<X509Certificate> chain) {}

    private final Optional<Certificate> certificate;
    private final Set<String> askedBy = ConcurrentHashMap.newKeySet();

    ClientIdentity(Optional<Certificate> certificate) {
        this.certificate = certificate;
    }

    /** Returns whether the server at this address has requested a certificate. */
    public boolean askedBy(String host, int port) {
        return askedBy.contains(host + ":" + port);
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        if (socket instanceof SSLSocket secure) {
            SSLSession session = secure.getHandshakeSession();
            askedBy.add(session.getPeerHost() + ":" + session.getPeerPort());
        }
        return certificate
                .filter(own -> Arrays.asList(keyTypes).contains(own.key().getAlgorithm()))
                .map(own -> ONLY)
                .orElse(null);
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return certificate
                .filter(own -> own.key().getAlgorithm().equals(keyType))
                .map(own -> new String[] {ONLY})
                .orElse(null);
    }

    @Override
    public String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
        return chooseClientAlias(keyTypes, issuers, null);
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return null;
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return certificate.orElseThrow().chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return certificate.orElseThrow().key();
    }
}
