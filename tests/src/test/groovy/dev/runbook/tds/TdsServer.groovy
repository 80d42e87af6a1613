package dev.runbook.tds

import groovy.transform.CompileStatic

import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.CopyOnWriteArrayList
import java.util.regex.Matcher
import java.util.regex.Pattern

/**
 * A server that implements enough of TDS 7.4, without TLS, for the real driver of SQL Server to log in, send batches and
 * prepared statements, receive messages and errors, and cancel. The response to a batch is defined by rules of a
 * specification; the first whose pattern is found in the batch applies.
 */
@CompileStatic
class TdsServer implements AutoCloseable {
    static final String USER = 'sa'
    static final String PASSWORD = 'p@ss'

    final List<String> batches = new CopyOnWriteArrayList<>()
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.loopbackAddress)
    private final Map<Pattern, Closure> rules = Collections.synchronizedMap(new LinkedHashMap<Pattern, Closure>())
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet()
    private int sessions = 50

    /** While set, the server does not acknowledge a cancel. */
    volatile boolean deafToCancel

    TdsServer() {
        Thread.startDaemon {
            while (!server.closed) {
                try {
                    serve(server.accept())
                } catch (IOException ignored) {
                    return
                }
            }
        }
    }

    private void serve(Socket socket) {
        sockets << socket
        def session = new TdsSession(this, socket, ++sessions)
        Thread.startDaemon {
            try {
                session.run()
            } catch (IOException ignored) {
                // the client left, or was disconnected
            } finally {
                sockets.remove(socket)
                socket.close()
            }
        }
    }

    /** @param answer receives the session, the batch and the match */
    TdsServer on(String regex, Closure answer) {
        rules[Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.DOTALL)] = answer
        this
    }

    void answer(TdsSession session, String batch) {
        batches << batch
        def rule = rules.find { it.key.matcher(batch).find() }
        if (rule == null) {
            session.tokens.error(102, 15, 1, "Incorrect syntax near '${batch.strip().split('\\s+')[0]}'.", 1)
            return
        }
        Matcher match = rule.key.matcher(batch)
        match.find()
        rule.value.call(session, batch, match)
    }

    String getUrl() {
        "jdbc:sqlserver://127.0.0.1:$server.localPort;encrypt=false;loginTimeout=5;databaseName=shop"
    }

    /** Resets every connection. */
    void cut() {
        sockets.each {
            it.setSoLinger(true, 0)
            it.close()
        }
    }

    @Override
    void close() {
        server.close()
        sockets*.close()
    }
}
