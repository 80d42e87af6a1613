package dev.runbook.action.ssh

import java.net.StandardProtocolFamily
import java.net.UnixDomainSocketAddress
import java.nio.channels.Channels
import java.nio.channels.ClosedChannelException
import java.nio.channels.ServerSocketChannel
import java.nio.channels.SocketChannel
import java.nio.file.Path

/** An SSH agent in front of another: relays each request, and calls {@code beforeSigning} before one for a signature. */
class RelayedAgent implements Closeable {
    /** SSH_AGENTC_SIGN_REQUEST of the agent protocol. */
    private static final int SIGN_REQUEST = 13

    private final ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)
    private final Path behind
    private final Runnable beforeSigning

    RelayedAgent(Path behind, Path socket, Runnable beforeSigning) {
        this.behind = behind
        this.beforeSigning = beforeSigning
        server.bind(UnixDomainSocketAddress.of(socket))
        Thread.startDaemon('relayed agent') { accept() }
    }

    private void accept() {
        try {
            while (true) {
                def client = server.accept()
                Thread.startDaemon('relayed agent client') { relay(client) }
            }
        } catch (ClosedChannelException ignored) {
            // the specification has ended
        }
    }

    private void relay(SocketChannel client) {
        SocketChannel.open(UnixDomainSocketAddress.of(behind)).withCloseable { agent ->
            def request = new DataInputStream(Channels.newInputStream(client))
            def response = new DataInputStream(Channels.newInputStream(agent))
            try {
                while (true) {
                    def message = message(request)
                    if (message[0] == SIGN_REQUEST) {
                        beforeSigning.run()
                    }
                    send(agent, message)
                    send(client, this.message(response))
                }
            } catch (IOException ignored) {
                // one of the two has closed the connection
            }
        }
    }

    private static byte[] message(DataInputStream from) {
        from.readNBytes(from.readInt())
    }

    private static void send(SocketChannel to, byte[] message) {
        def out = new DataOutputStream(Channels.newOutputStream(to))
        out.writeInt(message.length)
        out.write(message)
        out.flush()
    }

    @Override
    void close() {
        server.close()
    }
}
