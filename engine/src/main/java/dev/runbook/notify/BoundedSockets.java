package dev.runbook.notify;

import dev.runbook.time.Clock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;

/**
 * The sockets of one conversation, closed when its time is over. The limits of the mail library count from each byte
 * again, so that a server that sends one now and then would never reach them.
 */
final class BoundedSockets implements AutoCloseable {
    private final List<Socket> open = new ArrayList<>();
    private final Clock.Alarm alarm;
    private boolean over;

    BoundedSockets(Clock clock, Duration time) {
        this.alarm = clock.after(time, this::end);
    }

    private synchronized void end() {
        over = true;
        open.forEach(BoundedSockets::close);
    }

    /** Returns whether the time was over, so that failures of these sockets have that cause. */
    synchronized boolean over() {
        return over;
    }

    private synchronized <S extends Socket> S bound(S socket) {
        open.add(socket);
        if (over) {
            close(socket);
        }
        return socket;
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException closed) {
            System.getLogger(BoundedSockets.class.getName()).log(System.Logger.Level.DEBUG, "closing", closed);
        }
    }

    /** Returns the factory of unencrypted sockets. */
    SocketFactory plain() {
        return new Plain();
    }

    /** Returns a factory of TLS sockets that asks another one for them. */
    SSLSocketFactory secure(SSLSocketFactory other) {
        return new Secure(other);
    }

    @Override
    public void close() {
        alarm.cancel();
    }

    private final class Plain extends SocketFactory {
        private final SocketFactory other = SocketFactory.getDefault();

        @Override
        public Socket createSocket() throws IOException {
            return bound(other.createSocket());
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return bound(other.createSocket(host, port));
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress from, int fromPort) throws IOException {
            return bound(other.createSocket(host, port, from, fromPort));
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return bound(other.createSocket(host, port));
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) throws IOException {
            return bound(other.createSocket(host, port, from, fromPort));
        }
    }

    private final class Secure extends SSLSocketFactory {
        private final SSLSocketFactory other;

        private Secure(SSLSocketFactory other) {
            this.other = other;
        }

        @Override
        public Socket createSocket() throws IOException {
            return bound(other.createSocket());
        }

        @Override
        public Socket createSocket(Socket plain, String host, int port, boolean autoClose) throws IOException {
            return bound(other.createSocket(plain, host, port, autoClose));
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return bound(other.createSocket(host, port));
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress from, int fromPort) throws IOException {
            return bound(other.createSocket(host, port, from, fromPort));
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return bound(other.createSocket(host, port));
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) throws IOException {
            return bound(other.createSocket(host, port, from, fromPort));
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return other.getDefaultCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return other.getSupportedCipherSuites();
        }
    }
}
