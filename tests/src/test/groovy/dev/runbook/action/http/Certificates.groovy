package dev.runbook.action.http

import okhttp3.tls.HandshakeCertificates
import okhttp3.tls.HeldCertificate

import javax.net.ssl.SSLContext
import javax.net.ssl.SSLServerSocket
import java.nio.file.Files
import java.nio.file.Path
import java.security.KeyStore
import java.time.Duration
import java.time.Instant

/** An authority of the test's own and what it signs, as files in every form they come in. */
class Certificates {
    static final String PASSWORD = 'changeit'

    final Path folder
    private final HeldCertificate authority
    private HeldCertificate server
    private HeldCertificate client

    Certificates(Path folder, String name = 'Test authority') {
        this.folder = Files.createDirectories(folder)
        authority = new HeldCertificate.Builder().commonName(name).certificateAuthority(0).build()
    }

    /** @param start and @param days when it begins to be valid, in days from now, and for how long */
    Certificates server(String host, int start = -1, int days = 30) {
        server = signed(host, start, days).addSubjectAlternativeName(host).build()
        this
    }

    Certificates client(String name, int start = -1, int days = 30, String algorithm = 'EC') {
        def certificate = signed(name, start, days)
        client = (algorithm == 'RSA' ? certificate.rsa2048() : certificate).build()
        this
    }

    private HeldCertificate.Builder signed(String name, int start, int days) {
        def from = Instant.now() + Duration.ofDays(start)
        new HeldCertificate.Builder().commonName(name).signedBy(authority)
                .validityInterval(from.toEpochMilli(), (from + Duration.ofDays(days)).toEpochMilli())
    }

    /** The authority's certificate as a PEM file. */
    Path ca() {
        Files.writeString(folder.resolve('ca.pem'), authority.certificatePem())
    }

    /** The client's certificate and its authority's, as a PEM file. */
    Path clientChain() {
        Files.writeString(folder.resolve('client.pem'), "Subject: CN=runbook\n${client.certificatePem()}\n${authority.certificatePem()}")
    }

    /** The client's key as a PEM file, converted by openssl where {@code conversion} says how. */
    Path clientKey(CharSequence... conversion) {
        def plain = Files.writeString(folder.resolve('plain.key'), client.privateKeyPkcs8Pem())
        def to = folder.resolve('client.key')
        def command = conversion ? [*conversion, '-in', plain, '-out', to] : ['pkcs8', '-nocrypt', '-topk8', '-in', plain, '-out', to]
        def made = new ProcessBuilder(['openssl', *command]*.toString()).redirectErrorStream(true).start()
        made.outputStream.close()
        def said = made.inputStream.text
        assert made.waitFor() == 0: said
        to
    }

    /** The client's key and certificate as a PKCS#12 file that {@link #PASSWORD} opens. */
    Path clientStore() {
        def to = folder.resolve('client.p12')
        def store = KeyStore.getInstance('PKCS12')
        store.load(null, null)
        store.setKeyEntry('client', client.keyPair().private, PASSWORD.toCharArray(), [client.certificate(), authority.certificate()] as java.security.cert.Certificate[])
        Files.newOutputStream(to).withCloseable { store.store(it, PASSWORD.toCharArray()) }
        to
    }

    /** @param clients whose clients must show a certificate of theirs; without it nobody is asked for one */
    SSLServerSocket serverSocket(Certificates clients = null, String protocol = 'TLSv1.3') {
        def own = new HandshakeCertificates.Builder().heldCertificate(server, authority.certificate())
        if (clients) {
            own.addTrustedCertificate(clients.authority.certificate())
        }
        def certificates = own.build()
        def context = SSLContext.getInstance('TLS')
        context.init([certificates.keyManager()] as javax.net.ssl.KeyManager[], [certificates.trustManager()] as javax.net.ssl.TrustManager[], null)
        def socket = (SSLServerSocket) context.serverSocketFactory.createServerSocket(0, 50, InetAddress.loopbackAddress)
        socket.needClientAuth = clients != null
        socket.enabledProtocols = [protocol] as String[]
        socket
    }
}
