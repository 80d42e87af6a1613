package dev.runbook.notify

import javax.net.ssl.SSLSocket
import javax.net.ssl.SSLSocketFactory

/** Speaks TLS, from the first byte or after STARTTLS, in front of a mail server that speaks clear text. */
class SmtpTlsFront implements Closeable {
    private final ServerSocket server = new ServerSocket(0, 10, InetAddress.loopbackAddress)
    private final SSLSocketFactory tls
    private final int behind
    private final boolean startTls
    /** What clients sent before TLS. */
    final List<String> inClear = [].asSynchronized()

    SmtpTlsFront(SSLSocketFactory tls, int behind, boolean startTls) {
        this.tls = tls
        this.behind = behind
        this.startTls = startTls
        Thread.startDaemon('smtp-front') {
            try {
                while (true) {
                    def client = server.accept()
                    Thread.startDaemon('smtp-front-client') { serve(client) }
                }
            } catch (IOException closed) {
                // the specification is over
            }
        }
    }

    int getPort() { server.localPort }

    private void serve(Socket client) {
        try (client; def mail = new Socket(InetAddress.loopbackAddress, behind)) {
            if (startTls && !negotiated(client)) {
                return
            }
            def secure = tls.createSocket(client, null, client.port, true) as SSLSocket
            secure.useClientMode = false
            secure.startHandshake()
            if (startTls) {
                mail.inputStream.withReader('US-ASCII') { greeting ->
                    greeting.readLine()
                    pump(secure, mail)
                }
            } else {
                pump(secure, mail)
            }
        } catch (IOException gone) {
            // the client went away
        }
    }

    private boolean negotiated(Socket client) {
        def out = client.outputStream
        def say = { out.write("$it\r\n".bytes); out.flush() }
        say '220 front ESMTP'
        for (;;) {
            def line = new StringBuilder()
            for (int c = client.inputStream.read(); c != '\n' as char; c = client.inputStream.read()) {
                if (c < 0) {
                    return false
                }
                line.append((char) c)
            }
            inClear << line.toString().trim()
            if (line.toString().startsWith('STARTTLS')) {
                say '220 go ahead'
                return true
            }
            say '250-front\r\n250 STARTTLS'
        }
    }

    private static void pump(Socket secure, Socket mail) {
        def back = Thread.startDaemon('smtp-front-back') {
            try {
                mail.inputStream.transferTo(secure.outputStream)
            } catch (IOException gone) {
                // closed by the other direction
            }
        }
        secure.inputStream.transferTo(mail.outputStream)
        back.join(1000)
    }

    @Override
    void close() {
        server.close()
    }
}
