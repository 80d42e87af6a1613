package dev.runbook.action.http

import javax.net.ssl.KeyManagerFactory
import javax.net.ssl.SSLContext
import javax.net.ssl.SSLServerSocket
import javax.net.ssl.TrustManagerFactory
import javax.net.ssl.X509TrustManager
import java.nio.file.Path
import java.security.KeyStore

/** A certificate of an authority of the test's own, made by the JDK's keytool. */
class Certificates {
    private static final char[] PASSWORD = 'changeit'.toCharArray()

    final KeyStore keys

    /** @param start and @param days when it begins to be valid, as keytool says it, and for how long */
    Certificates(Path folder, String host, String start = '-1d', int days = 30) {
        def file = folder.resolve('keys.p12')
        def san = host ==~ /[\d.]+/ ? "ip:$host" : "dns:$host"
        keytool(file, '-alias', 'authority', '-dname', 'CN=Test authority', '-ext', 'bc:c', '-startdate', '-60d', '-validity', '365')
        keytool(file, '-alias', 'server', '-signer', 'authority', '-dname', "CN=$host", '-ext', "SAN=$san",
                '-startdate', start, '-validity', "$days")
        keys = KeyStore.getInstance(file.toFile(), PASSWORD)
    }

    private static void keytool(Path file, CharSequence... arguments) {
        def command = [Path.of(System.getProperty('java.home'), 'bin', 'keytool'), '-genkeypair', '-keyalg', 'EC',
                       '-groupname', 'secp256r1', '-storetype', 'PKCS12', '-keystore', file, '-storepass', 'changeit', *arguments]
        def made = new ProcessBuilder(command*.toString()).redirectErrorStream(true).start()
        def said = made.inputStream.text
        assert made.waitFor() == 0: said
    }

    SSLContext context() {
        def server = KeyStore.getInstance('PKCS12')
        server.load(null, null)
        server.setKeyEntry('server', keys.getKey('server', PASSWORD), PASSWORD, keys.getCertificateChain('server'))
        def factory = KeyManagerFactory.getInstance(KeyManagerFactory.defaultAlgorithm)
        factory.init(server, PASSWORD)
        def context = SSLContext.getInstance('TLS')
        context.init(factory.keyManagers, null, null)
        context
    }

    SSLServerSocket serverSocket() {
        (SSLServerSocket) context().serverSocketFactory.createServerSocket(0, 50, InetAddress.loopbackAddress)
    }

    /** Trusts the authority and nothing else. */
    X509TrustManager trust() {
        def trusted = KeyStore.getInstance('PKCS12')
        trusted.load(null, null)
        trusted.setCertificateEntry('authority', keys.getCertificate('authority'))
        def factory = TrustManagerFactory.getInstance(TrustManagerFactory.defaultAlgorithm)
        factory.init(trusted)
        (X509TrustManager) factory.trustManagers[0]
    }
}
