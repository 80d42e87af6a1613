package dev.runbook.lab.tds;

import dev.runbook.lab.tds.PacketStream.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** One connection: reads messages, and runs batches on a separate thread so that a cancel can interrupt them. */
public final class TdsSession {
    private static final int BATCH = 0x01;
    private static final int PROCEDURE_CALL = 0x03;
    private static final int ATTENTION = 0x06;
    private static final int TRANSACTION_MANAGER = 0x0E;
    private static final int LOGIN = 0x10;
    private static final int PRELOGIN = 0x12;
    private static final int LOGIN_FAILED = 18456;
    private static final int UNSPECIFIED = 50000;

    private final TdsServer server;
    private final TdsServer.Handler handler;
    private final int id;
    private final TdsTokens tokens = new TdsTokens();
    private final Map<String, Object> state = new HashMap<>();
    private final PacketStream packets;
    private final ProcedureCalls calls;
    private final ExecutorService worker = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "tds batch");
        thread.setDaemon(true);
        return thread;
    });
    private Login login = new Login("", "", "master", 4096);
    private volatile boolean attention;
    private volatile Thread busy;

    TdsSession(TdsServer server, TdsServer.Handler handler, Socket socket, int id) throws IOException {
        this.server = server;
        this.handler = handler;
        this.id = id;
        this.packets = new PacketStream(socket, id);
        this.calls = new ProcedureCalls(tokens, batch -> handler.answer(this, batch));
    }

    public int id() {
        return id;
    }

    public String user() {
        return login.user();
    }

    public String database() {
        return login.database();
    }

    public TdsTokens tokens() {
        return tokens;
    }

    /** Returns the handler's own state of this session. */
    public Map<String, Object> state() {
        return state;
    }

    void run() throws IOException {
        Future<?> running = null;
        try {
            while (true) {
                Message message = packets.read();
                switch (message.type()) {
                    case PRELOGIN -> prelogin();
                    case LOGIN -> {
                        if (!login(Login.read(message.data()))) {
                            return;
                        }
                    }
                    case BATCH, PROCEDURE_CALL -> {
                        attention = false;
                        running = worker.submit(() -> perform(message));
                    }
                    case ATTENTION -> cancel(running);
                    case TRANSACTION_MANAGER -> {
                        tokens.end();
                        send(true);
                    }
                    default -> throw new IOException("unexpected packet type " + message.type());
                }
            }
        } finally {
            worker.shutdownNow();
        }
    }

    private void perform(Message message) {
        busy = Thread.currentThread();
        try {
            answer(message);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        } finally {
            busy = null;
        }
    }

    private void answer(Message message) throws IOException {
        ByteBuffer body = message.body();
        try {
            if (message.type() == PROCEDURE_CALL) {
                calls.perform(body);
            } else {
                handler.answer(this, TdsParameters.text(body, body.remaining() / 2));
                tokens.end();
            }
            send(true);
        } catch (InterruptedException canceled) {
            // The interrupt was the cancel of this batch alone.
            tokens.endOfCancelled();
            send(true);
            acknowledge();
        } catch (SQLException failure) {
            int number = failure.getErrorCode() == 0 ? UNSPECIFIED : failure.getErrorCode();
            tokens.error(number, 16, 1, firstLine(failure), 1);
            tokens.end();
            send(true);
        } catch (RuntimeException mistake) {
            // A client without a response would wait for ever.
            tokens.error(UNSPECIFIED, 16, 1, "the stand-in failed: " + mistake, 1);
            tokens.end();
            send(true);
        }
    }

    private static String firstLine(SQLException failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }

    private void cancel(Future<?> running) throws IOException {
        attention = true;
        Thread thread = busy;
        if (server.deafToCancel()) {
            return;
        }
        if (running == null || running.isDone() || thread == null) {
            acknowledge();
            return;
        }
        thread.interrupt();
        try {
            running.get();
        } catch (ExecutionException reported) {
            // It was reported to the client already.
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
        if (attention) {
            acknowledge();
        }
    }

    private void acknowledge() throws IOException {
        tokens.attentionAcknowledged();
        send(true);
        attention = false;
    }

    /** Sends the data written so far, so that the client receives it during the batch. */
    public void flush() {
        try {
            send(false);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private void prelogin() throws IOException {
        int[][] options = {{0, 6}, {1, 1}, {2, 1}, {3, 0}, {4, 1}};
        int offset = options.length * 5 + 1;
        for (int[] option : options) {
            tokens.bytes().write(option[0]);
            tokens.bytes().write(offset >> 8);
            tokens.bytes().write(offset);
            tokens.bytes().write(option[1] >> 8);
            tokens.bytes().write(option[1]);
            offset += option[1];
        }
        // The end of the list, the version, no encryption, no instance, no MARS.
        tokens.bytes().write(new byte[] {(byte) 0xFF, 16, 0, 0x10, 0x03, 0, 0, 2, 0, 0});
        send(true);
    }

    private boolean login(Login given) throws IOException {
        packets.packetSize(given.packetSize());
        login = given;
        try {
            if (!handler.admits(given.user(), given.password())) {
                throw new SQLException("Login failed for user '" + given.user() + "'.", "28000", LOGIN_FAILED);
            }
            handler.opened(this);
        } catch (SQLException refused) {
            tokens.error(refused.getErrorCode(), 14, 1, firstLine(refused), 1);
            tokens.end();
            send(true);
            return false;
        }
        tokens.environment(1, given.database(), "master");
        tokens.collation();
        tokens.loginAcknowledged();
        tokens.environment(4, Integer.toString(given.packetSize()), "4096");
        tokens.end();
        send(true);
        return true;
    }

    private void send(boolean last) throws IOException {
        byte[] data = tokens.bytes().toByteArray();
        tokens.bytes().reset();
        packets.send(data, last);
    }
}
