package dev.runbook.action

import java.util.concurrent.CopyOnWriteArrayList

/** A network before a server: it delays, swallows or cuts what goes through. */
class TcpProxy implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.loopbackAddress)
    private final List<Socket> sockets = new CopyOnWriteArrayList<>()

    /** While set, what the server answers never arrives, and neither do new connections. */
    volatile boolean swallowing
    private volatile boolean frozen

    /** @param cutAfter a connection ends once so many bytes have gone to the server */
    TcpProxy(int target, long cutAfter = Long.MAX_VALUE) {
        Thread.startDaemon {
            try {
                while (!server.closed) {
                    def client = server.accept()
                    sockets << client
                    if (!swallowing) {
                        def behind = new Socket(InetAddress.loopbackAddress, target)
                        sockets << behind
                        Thread.startDaemon { pass(client, behind, cutAfter) { frozen } }
                        Thread.startDaemon { pass(behind, client, Long.MAX_VALUE) { swallowing } }
                    }
                }
            } catch (IOException ignored) {
                // closed
            }
        }
    }

    private static void pass(Socket from, Socket to, long atMost, Closure<Boolean> lost) {
        try {
            def buffer = new byte[8192]
            long passed = 0
            int count
            while (passed < atMost && (count = from.inputStream.read(buffer)) >= 0) {
                passed += count
                if (!lost()) {
                    to.outputStream.write(buffer, 0, count)
                    to.outputStream.flush()
                }
            }
        } catch (IOException ignored) {
            // cut
        } finally {
            to.close()
        }
    }

    int getPort() {
        server.localPort
    }

    /** From now on nothing arrives, on either side. */
    void freeze() {
        frozen = true
        swallowing = true
    }

    /** Resets every connection. */
    void cut() {
        sockets.each {
            try {
                it.setSoLinger(true, 0)
            } catch (SocketException ignored) {
                // closed already
            }
            it.close()
        }
        sockets.clear()
    }

    @Override
    void close() {
        server.close()
        cut()
    }
}
