package dev.runbook.action.sql

import java.util.concurrent.CopyOnWriteArrayList

/** Stands before a server and delays, swallows or cuts what goes through. */
class TcpProxy implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.loopbackAddress)
    private final List<Socket> sockets = new CopyOnWriteArrayList<>()
    private final int target

    /** While set, what the server answers never arrives, and neither do new connections. */
    volatile boolean swallowing

    TcpProxy(int target) {
        this.target = target
        Thread.startDaemon {
            try {
                while (!server.closed) {
                    def client = server.accept()
                    sockets << client
                    if (!swallowing) {
                        def behind = new Socket(InetAddress.loopbackAddress, target)
                        sockets << behind
                        Thread.startDaemon { pass(client, behind, false) }
                        Thread.startDaemon { pass(behind, client, true) }
                    }
                }
            } catch (IOException ignored) {
                // closed
            }
        }
    }

    private void pass(Socket from, Socket to, boolean answers) {
        try {
            def buffer = new byte[8192]
            int count
            while ((count = from.inputStream.read(buffer)) >= 0) {
                if (!(answers && swallowing)) {
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
