package dev.runbook.action

/** Servers on loopback that speak no protocol to its end. */
class Sockets implements AutoCloseable {
    private final List<Closeable> open = [].asSynchronized()

    int closedPort() {
        new ServerSocket(0, 1, InetAddress.loopbackAddress).withCloseable { it.localPort }
    }

    int saying(String greeting) {
        answering { it.outputStream.write(greeting.bytes) }
    }

    /** A byte now and then, never a whole greeting: a limit on single reads never ends it. */
    int dripping() {
        answering { socket ->
            while (!socket.closed) {
                socket.outputStream.write((int) 'x')
                sleep(20)
            }
        }
    }

    int answering(Closure<?> answer) {
        def server = new ServerSocket(0, 50, InetAddress.loopbackAddress)
        open << server
        Thread.startDaemon {
            try {
                while (true) {
                    def socket = server.accept()
                    open << socket
                    Thread.startDaemon { tryTo { answer.call(socket) } }
                }
            } catch (SocketException closed) {
                // the end of the test
            }
        }
        server.localPort
    }

    /** Until the other side, or the test, ends the connection. */
    static void tryTo(Closure<?> speak) {
        try {
            speak.call()
        } catch (SocketException closed) {
            // as expected
        }
    }

    @Override
    void close() {
        open.toList().each { it.close() }
    }
}
