package dev.runbook.action.http

import java.util.concurrent.CopyOnWriteArrayList

/** A small HTTP proxy: it passes requests for any host on to ports of this machine, and notes what it was asked. */
class ForwardProxy implements AutoCloseable {
    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.loopbackAddress)
    private final List<Socket> sockets = new CopyOnWriteArrayList<>()
    private final int target

    /** The heads of the requests it was given. */
    final List<String> asked = new CopyOnWriteArrayList<>()

    /** What its users write into {@code Proxy-Authorization}; anybody may use it without. */
    String authorization
    /** With which status it refuses whatever it is asked for; 0 is not at all. */
    int refusal

    /** @param target the port on which every host answers */
    ForwardProxy(int target) {
        this.target = target
        Thread.startDaemon {
            try {
                while (!listening.closed) {
                    def client = listening.accept()
                    sockets << client
                    Thread.startDaemon { serve(client) }
                }
            } catch (IOException ignored) {
                // closed
            }
        }
    }

    int getPort() {
        listening.localPort
    }

    private void serve(Socket client) {
        try (client) {
            def head = RawServer.head(client)
            asked << head
            if (authorization && !head.contains("Proxy-Authorization: $authorization\r\n")) {
                RawServer.say(client, 'HTTP/1.1 407 Proxy Authentication Required\nProxy-Authenticate: Basic realm="x"\nContent-Length: 0\nConnection: close\n\n')
            } else if (refusal) {
                RawServer.say(client, "HTTP/1.1 $refusal Refused\nContent-Length: 0\nConnection: close\n\n")
            } else {
                pass(client, head)
            }
        } catch (IOException ignored) {
            // one of them left
        }
    }

    private void pass(Socket client, String head) {
        new Socket(InetAddress.loopbackAddress, target).withCloseable { server ->
            sockets << server
            if (head.startsWith('CONNECT ')) {
                RawServer.say(client, 'HTTP/1.1 200 Connected\n\n')
            } else {
                server.outputStream.write(head.replaceFirst(' http://[^/ ]+', ' ').getBytes('ISO-8859-1'))
            }
            Thread.startDaemon { copy(client, server) }
            copy(server, client)
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.inputStream.transferTo(to.outputStream)
            to.shutdownOutput()
        } catch (IOException ignored) {
            // one of them left
        }
    }

    @Override
    void close() {
        listening.close()
        sockets*.close()
    }
}
