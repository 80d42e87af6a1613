package dev.runbook.action.http

import dev.runbook.tls.ServiceTls
import dev.runbook.AuthorException
import dev.runbook.action.Attempts
import dev.runbook.environment.Environment
import dev.runbook.environment.SecretSource
import dev.runbook.value.Result
import dev.runbook.value.Template
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration

/** Whom a service is trusted by, and who the engine is to it. */
class HttpCertificatesSpec extends Specification {
    private static final String ANSWER = 'HTTP/1.1 200 OK\nContent-Length: 2\n\nok'

    @Shared
    @TempDir
    Path shared

    @Shared
    Certificates authority = new Certificates(shared.resolve('a')).server('127.0.0.1').client('runbook')

    @Shared
    Certificates stranger = new Certificates(shared.resolve('b'), 'Another authority').server('127.0.0.1').client('stranger')

    @TempDir
    Path folder

    @AutoCleanup
    Attempts attempts = new Attempts()

    @AutoCleanup
    RawServer server

    def 'a service signed by a private authority is trusted only with that authority'() {
        given:
        listen(authority.serverSocket())

        expect:
        ask(ca: authority.ca()).values().status == 200

        when:
        def unknown = ask([:])

        then:
        unknown.values().status == 0
        unknown.cause() == "the certificate of ${at()} is not signed by an authority this machine trusts: if it should be, add ca: FILE to service 'vault' in the environment file"

        when:
        def others = ask(ca: stranger.ca())

        then:
        others.cause() == "the certificate of ${at()} is not signed by the ca of service 'vault', ${stranger.ca()}"

        when: 'the address stands in the runbook itself'
        def fixed = attempts.perform(HttpSpec.of(HttpMethod.GET, Template.of(url())))

        then:
        fixed.cause() == "the certificate of ${at()} is not signed by an authority this machine trusts: if it should be, add ca: FILE to a service with this address in the environment file"
    }

    def 'a certificate that #fault is reported with its cure'() {
        given:
        def certificates = new Certificates(folder).server(host, start, days)
        listen(certificates.serverSocket())

        when:
        def outcome = ask(ca: certificates.ca())

        then:
        outcome.result() == Result.FAILED
        outcome.values().status == 0
        outcome.cause() ==~ cause.replace('SERVER', at())

        where:
        fault                 | host        | start  | days || cause
        'has expired'         | '127.0.0.1' | -30  | 3    || /the certificate of SERVER expired \(20\S+Z\): it must be renewed there/
        'is not valid yet'    | '127.0.0.1' | 5     | 3    || /the certificate of SERVER is not valid yet \(20\S+Z\): check the clocks of both machines/
        'is for another host' | 'erpgo.com' | -1    | 30   || /the certificate of SERVER is for erpgo.com, not for 127.0.0.1: use a host name it is for, or have it reissued for this one/
    }

    def 'a server that requests a client certificate receives the certificate of #form'() {
        given:
        def mine = new Certificates(folder).server('127.0.0.1').client('runbook', -1, 30, algorithm)
        listen(mine.serverSocket(mine))
        def certificate = form.contains('a store') ? mine.clientStore() : mine.clientChain()
        def key = form.contains('a store') ? null : mine.clientKey(*conversion)
        if (form.contains('one file')) {
            Files.writeString(certificate, Files.readString(key) + Files.readString(certificate))
            key = null
        }

        when:
        def outcome = ask(ca: mine.ca(), clientCertificate: certificate, clientKey: key, passphrase: passphrase)

        then:
        outcome.cause() == ''
        outcome.values().status == 200

        where:
        form                   | algorithm | passphrase || conversion
        'a store'              | 'EC'      | 'changeit' || []
        'a key'                | 'EC'      | null       || []
        'a key in one file'    | 'RSA'     | null       || []
        'an EC key, encrypted' | 'EC'      | 'a honey!' || ['pkcs8', '-topk8', '-v2', 'aes-256-cbc', '-passout', 'pass:a honey!']
        'an RSA key, encrypted'| 'RSA'     | 'honey'    || ['pkcs8', '-topk8', '-v2', 'aes-128-cbc', '-v2prf', 'hmacWithSHA1', '-passout', 'pass:honey']
        'an old RSA key'       | 'RSA'     | null       || ['rsa', '-traditional']
        'an old EC key'        | 'EC'      | null       || ['ec']
    }

    def 'a server that requires a client certificate rejects #who over #protocol, with its cure'() {
        given:
        listen(authority.serverSocket(authority, protocol))
        def shown = who == 'a stranger' ? [clientCertificate: stranger.clientStore(), passphrase: Certificates.PASSWORD] : [:]

        when:
        def outcome = ask([ca: authority.ca()] + shown, HttpMethod.POST)

        then: 'it may cut the connection before its refusal is read; over TLS 1.3 the request is on its way by then'
        def cut = outcome.cause() =~ /lost|closed/
        outcome.values().status == 0
        outcome.result() in (cut && protocol == 'TLSv1.3' ? [Result.UNKNOWN, Result.FAILED] : [Result.FAILED])
        outcome.cause() ==~ (cut ? softly : cause).replace('SERVER', at())

        where:
        who          | protocol  || cause | softly
        'nobody'     | 'TLSv1.3' || /SERVER requires a client certificate \(\w+\): add clientCertificate: FILE to service 'vault' in the environment file/ | /.*SERVER.* \(it had requested a client certificate: add clientCertificate: FILE to service 'vault' in the environment file\).*/
        'nobody'     | 'TLSv1.2' || /SERVER requires a client certificate \(\w+\): add clientCertificate: FILE to service 'vault' in the environment file/ | /.*SERVER.* \(it had requested a client certificate: add clientCertificate: FILE to service 'vault' in the environment file\).*/
        'a stranger' | 'TLSv1.3' || /SERVER rejected the client certificate \S+\/client.p12 \(certificate_unknown\)/ | /.*SERVER.* \(it may have rejected the client certificate \S+\/client.p12\).*/
        'a stranger' | 'TLSv1.2' || /SERVER rejected the client certificate \S+\/client.p12 \(certificate_unknown\)/ | /.*SERVER.* \(it may have rejected the client certificate \S+\/client.p12\).*/
    }

    def 'a client certificate is presented to its service only, not to the target of a redirect'() {
        given: 'a second server that the same authority signs'
        def other = new RawServer(authority.serverSocket(authority), { socket -> say(socket, ANSWER) })
        server = new RawServer(authority.serverSocket(authority), { socket ->
            say(socket, "HTTP/1.1 302 Found\nLocation: https://127.0.0.1:$other.server.localPort/\nContent-Length: 0\n\n")
        })

        when:
        def outcome = ask([ca: authority.ca(), clientCertificate: authority.clientStore(), passphrase: Certificates.PASSWORD], HttpMethod.GET, true)

        then:
        outcome.values().status == 0
        outcome.cause().contains('is not signed by an authority this machine trusts')
        other.requests.empty

        cleanup:
        other.close()
    }

    def 'invalid files are reported with place and cure: #cure'() {
        given:
        server = new RawServer({ socket -> say(socket, ANSWER) })
        def files = [CERT: authority.clientChain(), KEY: authority.clientKey(), STORE: authority.clientStore(), OTHER: stranger.clientKey(),
                     LOCKED: locked(), TEXT: Files.writeString(folder.resolve('text.pem'), 'nothing'), GONE: folder.resolve('gone.pem'),
                     OLD: Files.writeString(folder.resolve('old.key'), '-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END EC PRIVATE KEY-----\n'),
                     EXPIRED: new Certificates(folder).client('late', -9, 3).clientStore()]

        when:
        ServiceTls.check(service(tls.collectEntries { [it.key, files[it.value] ?: it.value] }), attempts.attempt(Duration.ofSeconds(1)).environment().secrets())

        then:
        def wrong = thrown(AuthorException)
        wrong.message.replace(folder.toString(), '').replace(shared.toString(), '') ==~ /environments\/staging.yaml:4: service 'vault': $cure/

        where:
        tls                                                               || cure
        [ca: 'GONE']                                                      || /there is no file \/gone.pem/
        [ca: 'TEXT']                                                      || /ca \/text.pem contains no certificate in PEM form .* convert another form with openssl x509 .*/
        [clientCertificate: 'CERT']                                       || /\S+\/client.pem contains no private key in PEM form .*/
        [clientCertificate: 'TEXT']                                       || /\/text.pem is neither a PEM nor a PKCS#12 file/
        [clientCertificate: 'STORE', clientKey: 'KEY']                    || /\S+\/client.p12 is not a PEM file; a PKCS#12 file contains its key: remove clientKey/
        [clientCertificate: 'STORE', passphrase: 'wrong']                 || /the passphrase does not open \S+\/client.p12/
        [clientCertificate: 'STORE']                                      || /the passphrase does not open \S+\/client.p12/
        [clientCertificate: 'CERT', clientKey: 'OTHER']                   || /clientKey \S+\/client.key is not the key of \S+\/client.pem \(CN=runbook\)/
        [clientCertificate: 'CERT', clientKey: 'LOCKED']                  || /\/locked\/client.key is encrypted: add passphrase: \{ env: NAME } next to it/
        [clientCertificate: 'CERT', clientKey: 'LOCKED', passphrase: 'x'] || /the passphrase does not open \/locked\/client.key/
        [clientCertificate: 'CERT', clientKey: 'LOCKED', passphrase: 'ä'] || /the passphrase of \S+\/client.key has characters that are not ASCII, which Java does not accept: change the passphrase/
        [clientCertificate: 'CERT', clientKey: 'OLD']                     || /\/old.key is encrypted in the old format of OpenSSL: convert it with openssl pkcs8 -topk8 .*/
        [clientCertificate: 'EXPIRED', passphrase: Certificates.PASSWORD]            || /clientCertificate \/client.p12 expired at 20\S+Z: request a new one from its issuer/
    }

    private Path locked() {
        new Certificates(folder.resolve('locked')).client('x').clientKey('pkcs8', '-topk8', '-passout', 'pass:secret')
    }

    private void listen(ServerSocket socket) {
        server = new RawServer(socket, { connection -> say(connection, ANSWER) })
    }

    private ask(Map<String, Object> tls, HttpMethod method = HttpMethod.GET, boolean follow = false) {
        def attempts = new Attempts(services: [vault: service(tls)])
        attempts.withCloseable { it.perform(new HttpSpec(method, Optional.of('vault'), Template.of(url()), [:], Optional.empty(), Optional.empty(), follow)) }
    }

    private Environment.Service service(Map<String, Object> tls) {
        def secret = tls.passphrase ? Optional.of(new SecretSource.Plain(tls.passphrase)) : Optional.empty()
        def found = new Environment.Tls('environments/staging.yaml:4', Optional.ofNullable(tls.ca), Optional.ofNullable(tls.clientCertificate),
                Optional.ofNullable(tls.clientKey), secret)
        new Environment.Service('vault', url(), Optional.of(found))
    }

    private String url() {
        "https://${at()}"
    }

    private String at() {
        "127.0.0.1:$server.server.localPort"
    }
}
