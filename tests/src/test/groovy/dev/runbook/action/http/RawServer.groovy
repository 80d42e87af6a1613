package dev.runbook.action.http

import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.CountDownLatch

/** A server on its own socket that answers every connection as the test says, however wrong. */
class RawServer implements AutoCloseable {
    final ServerSocket server
    final List<Socket> sockets = new CopyOnWriteArrayList<>()
    final List<String> requests = new CopyOnWriteArrayList<>()
    final CountDownLatch closed = new CountDownLatch(1)

    /** @param answer is given each connection's socket, once the head of a request has been read from it */
    RawServer(ServerSocket server = new ServerSocket(0, 50, InetAddress.loopbackAddress), @DelegatesTo(RawServer) Closure<?> answer) {
        this.server = server
        answer.delegate = this
        Thread.startDaemon {
            while (!server.closed) {
                try {
                    def socket = server.accept()
                    sockets << socket
                    Thread.startDaemon { serve(socket, answer) }
                } catch (IOException ignored) {
                    return
                }
            }
        }
    }

    private void serve(Socket socket, Closure<?> answer) {
        try (socket) {
            def head = head(socket)
            requests << head
            answer(socket)
        } catch (IOException ignored) {
            // the client left
        }
    }

    static String head(Socket socket) {
        def head = new StringBuilder()
        while (!head.toString().endsWith('\r\n\r\n')) {
            int c = socket.inputStream.read()
            if (c < 0) {
                throw new EOFException()
            }
            head.append((char) c)
        }
        head
    }

    static void say(Socket socket, String text) {
        socket.outputStream.write(text.replace('\n', '\r\n').getBytes('UTF-8'))
        socket.outputStream.flush()
    }

    /** Keeps the connection open and says nothing more, until the test is over or the client leaves. */
    void hang(Socket socket) {
        while (socket.inputStream.read() >= 0) {
            // whatever it sends
        }
    }

    String getUrl() {
        "http://127.0.0.1:$server.localPort"
    }

    @Override
    void close() {
        server.close()
        sockets*.close()
    }
}
