package dev.runbook.notify

import com.icegreen.greenmail.util.GreenMail
import com.icegreen.greenmail.util.ServerSetup
import dev.runbook.environment.EnvironmentFile
import dev.runbook.journal.event.DeliveryResult
import dev.runbook.journal.event.MessageTrigger
import dev.runbook.time.Clock
import okhttp3.tls.HandshakeCertificates
import okhttp3.tls.HeldCertificate
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration

/** E-mail as a mail server and its readers get it. */
class MailSpec extends Specification {
    @TempDir
    Path folder

    @Shared
    def authority = new HeldCertificate.Builder().certificateAuthority(0).build()

    @Shared
    def certificate = new HeldCertificate.Builder().addSubjectAlternativeName('localhost').signedBy(authority).build()

    GreenMail mail = new GreenMail(new ServerSetup(0, '127.0.0.1', 'smtp'))

    @AutoCleanup
    SmtpTlsFront front

    List<Delivery> deliveries = [].asSynchronized()

    def setup() {
        mail.start()
        Files.writeString(folder.resolve('ca.pem'), authority.certificatePem())
    }

    def cleanup() {
        mail.stop()
    }

    SmtpTlsFront front(boolean startTls) {
        def tls = new HandshakeCertificates.Builder().heldCertificate(certificate, authority.certificate()).build()
        front = new SmtpTlsFront(tls.sslSocketFactory(), mail.smtp.port, startTls)
    }

    void send(String server, String to, Notice... notices) {
        def file = folder.resolve('test.yaml')
        Files.writeString(file, "environment: test\nmail: { from: runbook@erpgo.com, $server }\nchannels:\n  team: { email: $to }\n")
        def environment = EnvironmentFile.read(file, [HOME: folder.toString(), SMTP_PASSWORD: 'mail-password'])
        try (def notifier = new ChannelNotifier(environment, false, Clock.system())) {
            notices.each { notifier.deliver(it) { deliveries << it } }
        }
    }

    static Notice notice(String text, String html = null, Duration within = Duration.ofSeconds(20)) {
        new Notice('team', MessageTrigger.FAILED, text, Optional.ofNullable(html), within, [run: '2026-r1', runbook: 'erpgo/rollback'])
    }

    String plain() { "server: 'localhost:${mail.smtp.port}', security: none" }

    def 'a mail has the first line as its subject, text and HTML parts, and the thread of its run'() {
        when:
        send(plain(), '[cto@erpgo.com, ops@erpgo.com]', notice('Rollback gestartet: 5 € Verlust\n\nGründe: keine', '<p>Gründe: <b>keine</b></p>'), notice('Only text ✓'))
        def all = mail.receivedMessages.toList()
        def first = all.find { it.subject.startsWith('Rollback') }
        def second = all.find { it.subject.startsWith('Only') }

        then:
        deliveries*.result() == [DeliveryResult.SENT] * 2
        all.size() == 4
        first.subject == 'Rollback gestartet: 5 € Verlust'
        first.from*.toString() == ['runbook@erpgo.com']
        first.allRecipients*.toString() == ['cto@erpgo.com', 'ops@erpgo.com']
        first.contentType.startsWith('multipart/alternative')
        first.content.getBodyPart(0).contentType.startsWith('text/plain')
        first.content.getBodyPart(0).content.readLines() == ['Rollback gestartet: 5 € Verlust', '', 'Gründe: keine']
        first.content.getBodyPart(1).contentType.startsWith('text/html')
        first.content.getBodyPart(1).content.trim() == '<p>Gründe: <b>keine</b></p>'
        second.content.trim() == 'Only text ✓'
        all*.getHeader('References').flatten() as Set == ['<2026-r1@runbook>'] as Set
        first.getHeader('Auto-Submitted').toList() == ['auto-generated']
    }

    def 'a value cannot add a header, a recipient or a second mail'() {
        when:
        send(plain(), '[cto@erpgo.com]', notice("Reason: x\rBcc: evil@example.com\nBcc: evil@example.com\r\n.\r\nQUIT\r\n\u2028Subject: y"))
        def all = mail.receivedMessages.toList()

        then:
        deliveries*.result() == [DeliveryResult.SENT]
        all.size() == 1
        all[0].subject == 'Reason: x'
        all[0].getHeader('Bcc') == null
        all[0].allRecipients*.toString() == ['cto@erpgo.com']
        all[0].content.readLines()*.trim().containsAll(['Bcc: evil@example.com', '.', 'QUIT'])
    }

    def 'login and mail are sent over TLS only: #what'() {
        given:
        mail.userManager.authRequired = true
        mail.setUser('cto@erpgo.com', 'runbook', 'mail-password')
        front(startTls)

        when:
        send("server: 'localhost:$front.port', user: runbook, password: { env: SMTP_PASSWORD }, ca: ca.pem, $security", '[cto@erpgo.com]', notice('Secured'))

        then:
        deliveries*.cause() == ['']
        mail.receivedMessages*.subject == ['Secured']
        front.inClear.every { it =~ /^(EHLO|STARTTLS)/ }

        where:
        what           | startTls | security
        'STARTTLS'     | true     | 'security: starttls'
        'implicit TLS' | false    | 'security: implicit'
    }

    def 'nothing is sent to a server that #what'() {
        given:
        def at = closure(this) as int

        when:
        send("server: 'localhost:$at', $server", '[cto@erpgo.com]', notice('Never sent', null, Duration.ofSeconds(3)))

        then:
        deliveries*.result() == [DeliveryResult.FAILED]
        deliveries[0].cause() =~ cause
        mail.receivedMessages.length == 0

        where:
        what                                    | closure                       | server                                                                       || cause
        'does not offer STARTTLS'               | { it.mail.smtp.port }         | 'security: starttls'                                                         || /STARTTLS/
        'has a certificate of another authority' | { it.front(false).port }      | 'security: implicit'                                                         || /certif|PKIX/
        'rejects the password'                  | { it.mail.userManager.authRequired = true; it.front(true).port } | 'ca: ca.pem, user: runbook, password: { env: SMTP_PASSWORD }' || /does not accept the user's password/
        'is not there'                          | { new ServerSocket(0).withCloseable { s -> s.localPort } } | 'security: none'                                || /no connection to the mail server localhost:\d+/
    }

    def 'a server that sends a byte now and then ends at the time limit: #security'() {
        given:
        def socket = new ServerSocket(0, 5, InetAddress.loopbackAddress)
        def dripping = Thread.startDaemon {
            def peer = socket.accept()
            try {
                while (true) {
                    peer.outputStream.write('2'.bytes)
                    Thread.sleep(50)
                }
            } catch (IOException closed) {
                peer.close()
            }
        }
        def began = System.nanoTime()

        when:
        send("server: 'localhost:$socket.localPort', security: $security", '[cto@erpgo.com]', notice('late', null, Duration.ofMillis(700)))
        def took = Duration.ofNanos(System.nanoTime() - began)
        dripping.join(10_000)

        then:
        deliveries*.result() == [DeliveryResult.TIMED_OUT]
        took < Duration.ofSeconds(20)

        and: 'the connection is closed: nothing is left that could still send'
        !dripping.alive

        cleanup:
        socket.close()

        where:
        security << ['none', 'starttls']
    }

    def 'a server that never answers ends at the time limit'() {
        given:
        def silent = new ServerSocket(0, 10, InetAddress.loopbackAddress)

        when:
        send("server: 'localhost:$silent.localPort', security: none", '[cto@erpgo.com]', notice('x', null, Duration.ofMillis(600)))

        then:
        deliveries*.result().every { it in [DeliveryResult.FAILED, DeliveryResult.TIMED_OUT] }
        deliveries[0].took() < Duration.ofSeconds(20)

        cleanup:
        silent.close()
    }
}
