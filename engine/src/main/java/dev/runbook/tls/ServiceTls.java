package dev.runbook.tls;

import dev.runbook.AuthorException;
import dev.runbook.EngineException;
import dev.runbook.environment.Environment.Service;
import dev.runbook.environment.Environment.Tls;
import dev.runbook.environment.Secrets;
import dev.runbook.pem.PemFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Loads the certificates of one server from the files its environment names: trusted authorities and the client
 * certificate.
 */
public final class ServiceTls {
    private final String server;
    private final Tls tls;
    private final Secrets secrets;

    private ServiceTls(String server, Tls tls, Secrets secrets) {
        this.server = server;
        this.tls = tls;
        this.secrets = secrets;
    }

    /**
     * Reads the files, so that mistakes in them are reported before a run needs them.
     *
     * @throws AuthorException that names the place in the environment file, the file and the cure
     */
    public static void check(Service service, Secrets secrets) {
        of(service, secrets);
    }

    /**
     * Returns the TLS configuration; empty if the environment sets no certificates.
     *
     * @throws AuthorException as {@link #check}
     */
    public static Optional<Sockets> of(Service service, Secrets secrets) {
        return service.tls().map(tls -> of("service '" + service.name() + "'", tls, secrets));
    }

    /**
     * Returns the TLS configuration of another server.
     *
     * @param server names it in messages: {@code channel 'team'}
     * @throws AuthorException as {@link #check}
     */
    public static Sockets of(String server, Tls tls, Secrets secrets) {
        return new ServiceTls(server, tls, secrets).sockets();
    }

    private Sockets sockets() {
        try {
            IdentityFiles files = new IdentityFiles(tls, this::passphrase);
            Optional<ClientIdentity.Certificate> own =
                    tls.clientCertificate().isEmpty() ? Optional.empty() : Optional.of(files.certificate());
            return sockets(trust(authorities()), new ClientIdentity(own));
        } catch (AuthorException wrong) {
            throw new AuthorException(tls.place() + ": " + server + ": " + wrong.getMessage(), wrong);
        } catch (GeneralSecurityException e) {
            throw new EngineException("this JDK has no TLS", e);
        }
    }

    /** The TLS configuration of a client. */
    public record Sockets(SSLSocketFactory factory, X509TrustManager trust, ClientIdentity identity) {}

    /**
     * Returns the configuration for a server without settings in the environment: the machine's authorities, and no
     * client certificate.
     */
    public static Sockets ofMachine() {
        try {
            return sockets(trust(null), new ClientIdentity(Optional.empty()));
        } catch (GeneralSecurityException e) {
            throw new EngineException("this JDK has no TLS", e);
        }
    }

    private static Sockets sockets(X509TrustManager trust, ClientIdentity identity) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[] {identity}, new TrustManager[] {trust}, null);
        return new Sockets(context.getSocketFactory(), trust, identity);
    }

    /** Returns the authorities; null, for the machine's own, if the service names none. */
    private KeyStore authorities() throws GeneralSecurityException {
        if (tls.ca().isEmpty()) {
            return null;
        }
        KeyStore authorities = emptyStore();
        for (X509Certificate authority :
                certificates("ca", PemFile.read(tls.ca().get()))) {
            authorities.setCertificateEntry(String.valueOf(authorities.size()), authority);
        }
        return authorities;
    }

    private static X509TrustManager trust(KeyStore authorities) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(authorities);
        return Arrays.stream(factory.getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .map(X509TrustManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new GeneralSecurityException("no X.509 trust manager"));
    }

    private Optional<String> passphrase() {
        return tls.passphrase().map(source -> secrets.open(source, "the passphrase of " + server));
    }

    static List<X509Certificate> certificates(String what, PemFile file) throws GeneralSecurityException {
        List<X509Certificate> certificates = new ArrayList<>();
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        for (PemFile.Block block : file.labelled("CERTIFICATE")) {
            try {
                certificates.add((X509Certificate) factory.generateCertificate(
                        new ByteArrayInputStream(block.content().toByteArray())));
            } catch (GeneralSecurityException e) {
                throw new AuthorException(
                        what + " " + file.path() + " is damaged: a certificate in it cannot be read", e);
            }
        }
        if (certificates.isEmpty()) {
            throw new AuthorException(what + " " + file.path()
                    + " contains no certificate in PEM form (-----BEGIN CERTIFICATE-----): "
                    + "convert another form with openssl x509 -inform der -in OLD -out NEW");
        }
        return certificates;
    }

    private static KeyStore emptyStore() throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        try {
            store.load(null, null);
        } catch (IOException e) {
            throw new GeneralSecurityException("an empty key store", e);
        }
        return store;
    }
}
