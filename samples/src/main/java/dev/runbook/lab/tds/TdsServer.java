package dev.runbook.lab.tds;

import dev.runbook.lab.http.PortTakenException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Accepts connections of the driver and gives their batches to a handler. Thread-safe. */
public final class TdsServer implements AutoCloseable {
    private static final int FIRST_SESSION = 51;
    private static final int BACKLOG = 50;

    private final ServerSocket server;
    private final Handler handler;
    private final Map<TdsSession, Socket> sessions = new ConcurrentHashMap<>();
    private final AtomicInteger ids = new AtomicInteger(FIRST_SESSION);
    private volatile boolean deafToCancel;

    /** The meaning of logins and batches; called by a thread of each session. */
    public interface Handler {
        boolean admits(String user, String password);

        /** @throws SQLException when the login's database cannot be opened */
        default void opened(TdsSession session) throws SQLException {}

        /**
         * Writes the response of a batch to the session's tokens.
         *
         * @throws InterruptedException when the client has canceled it
         */
        void answer(TdsSession session, String batch) throws SQLException, InterruptedException;

        default void closed(TdsSession session) {}
    }

    private TdsServer(ServerSocket server, Handler handler) {
        this.server = server;
        this.handler = handler;
    }

    /** @throws PortTakenException when another program uses the port */
    public static TdsServer open(InetSocketAddress at, Handler handler) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        try {
            socket.bind(at, BACKLOG);
        } catch (BindException taken) {
            socket.close();
            throw new PortTakenException("SQL Server", at, taken);
        }
        TdsServer opened = new TdsServer(socket, handler);
        daemon("tds accept", opened::accept);
        return opened;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                serve(server.accept());
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) throws IOException {
        TdsSession session = new TdsSession(this, handler, socket, ids.getAndIncrement());
        sessions.put(session, socket);
        daemon("tds session " + session.id(), () -> {
            try (socket) {
                session.run();
            } catch (IOException left) {
                // The client left, or was disconnected.
            } finally {
                sessions.remove(session);
                handler.closed(session);
            }
        });
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    public int port() {
        return server.getLocalPort();
    }

    /** While true, the server does not acknowledge a cancel. */
    public void deafToCancel(boolean deaf) {
        deafToCancel = deaf;
    }

    boolean deafToCancel() {
        return deafToCancel;
    }

    /** Ends one session, as {@code KILL} does. */
    public void end(TdsSession session) {
        Socket socket = sessions.get(session);
        if (socket != null) {
            close(socket);
        }
    }

    /** Resets every connection. */
    public void cut() {
        sessions.values().forEach(socket -> {
            try {
                socket.setSoLinger(true, 0);
            } catch (IOException closed) {
                // It is closed already.
            }
            close(socket);
        });
    }

    @Override
    public void close() throws IOException {
        server.close();
        sessions.values().forEach(TdsServer::close);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException closed) {
            // Nothing is left to close.
        }
    }
}
