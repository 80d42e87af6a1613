package dev.runbook.tds

import groovy.transform.CompileStatic

import java.nio.ByteBuffer
import java.nio.ByteOrder
import java.nio.charset.StandardCharsets
import java.sql.SQLException
import java.util.concurrent.ExecutionException
import java.util.concurrent.ExecutorService
import java.util.concurrent.Executors
import java.util.concurrent.Future

/** One connection: reads packets, runs batches on a separate thread so that a cancel can interrupt them. */
@CompileStatic
class TdsSession {
    private static final int BATCH = 0x01
    private static final int PROCEDURE_CALL = 0x03
    private static final int ANSWER = 0x04
    private static final int ATTENTION = 0x06
    private static final int TRANSACTION_MANAGER = 0x0E
    private static final int LOGIN = 0x10
    private static final int PRELOGIN = 0x12
    private static final int HEADER = 8
    private static final byte BETWEEN_CALLS = (byte) 0xFF

    final TdsServer server
    final int id
    final TdsTokens tokens = new TdsTokens()
    /** For rules: state of the session. */
    final Map<String, Object> state = [:]
    private final Socket socket
    private final DataInputStream input
    private final Map<Integer, String> prepared = [:]
    private final ExecutorService worker = Executors.newSingleThreadExecutor { task ->
        def thread = new Thread(task, 'tds-batch')
        thread.daemon = true
        thread
    }
    private int packetSize = 4096
    private byte packet
    private volatile boolean attention
    private volatile Thread busy

    TdsSession(TdsServer server, Socket socket, int id) {
        this.server = server
        this.socket = socket
        this.id = id
        socket.tcpNoDelay = true
        input = new DataInputStream(new BufferedInputStream(socket.inputStream))
    }

    private static class Message {
        int type
        byte[] data

        ByteBuffer body() {
            def buffer = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN)
            buffer.position(buffer.getInt(0))
            buffer
        }
    }

    private Message read() {
        def data = new ByteArrayOutputStream()
        int type
        int status = 0
        do {
            type = input.readUnsignedByte()
            status = input.readUnsignedByte()
            int length = input.readUnsignedShort()
            input.readInt()
            data.write(input.readNBytes(length - HEADER))
        } while ((status & 1) == 0)
        new Message(type: type, data: data.toByteArray())
    }

    void run() {
        Future<?> running = null
        try {
            while (true) {
                def message = read()
                switch (message.type) {
                    case PRELOGIN:
                        prelogin()
                        break
                    case LOGIN:
                        if (!login(message.data)) {
                            return
                        }
                        break
                    case BATCH:
                    case PROCEDURE_CALL:
                        attention = false
                        running = worker.submit { perform(message) }
                        break
                    case ATTENTION:
                        cancel(running)
                        break
                    case TRANSACTION_MANAGER:
                        tokens.end()
                        send(true)
                        break
                    default:
                        throw new IOException("unexpected packet type $message.type")
                }
            }
        } finally {
            worker.shutdownNow()
        }
    }

    private void perform(Message message) {
        busy = Thread.currentThread()
        try {
            if (message.type == PROCEDURE_CALL) {
                call(message.body())
            } else {
                def body = message.body()
                server.answer(this, text(body, body.remaining().intdiv(2)))
                tokens.end()
                send(true)
            }
        } catch (InterruptedException ignored) {
            tokens.endOfCancelled()
            send(true)
            acknowledge()
        } catch (SQLException failure) {
            tokens.error(failure.errorCode ?: 50000, 16, 1, failure.message.readLines()[0], 1)
            tokens.end()
            send(true)
        } finally {
            busy = null
        }
    }

    private void cancel(Future<?> running) {
        attention = true
        def thread = busy
        if (server.deafToCancel) {
            return
        }
        if (running == null || running.done || thread == null) {
            acknowledge()
            return
        }
        thread.interrupt()
        try {
            running.get()
        } catch (ExecutionException ignored) {
            // already reported to the client
        }
        if (attention) {
            acknowledge()
        }
    }

    private void acknowledge() {
        tokens.attentionAcknowledged()
        send(true)
        attention = false
    }

    /** Sends the data written so far, so that the client receives it during the batch. */
    void flush() {
        send(false)
    }

    private void prelogin() {
        int[][] options = [[0, 6], [1, 1], [2, 1], [3, 0], [4, 1]] as int[][]
        int offset = options.length * 5 + 1
        for (int[] option : options) {
            tokens.bytes.write([option[0], offset >> 8, offset, option[1] >> 8, option[1]] as byte[])
            offset += option[1]
        }
        tokens.bytes.write(0xFF)
        tokens.bytes.write([16, 0, 0x10, 0x03, 0, 0] as byte[])
        tokens.bytes.write([2, 0, 0] as byte[]) // no encryption here
        send(true)
    }

    private boolean login(byte[] data) {
        def buffer = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN)
        packetSize = Math.max(512, Math.min(32767, buffer.getInt(8)))
        String user = loginText(buffer, 40)
        String password = unscrambled(loginBytes(buffer, 44))
        String database = loginText(buffer, 68) ?: 'master'
        if (user != TdsServer.USER || password != TdsServer.PASSWORD) {
            tokens.error(18456, 14, 1, "Login failed for user '$user'.", 1)
            tokens.end()
            send(true)
            return false
        }
        tokens.environment(1, database, 'master')
        tokens.collation()
        tokens.loginAcknowledged()
        tokens.environment(4, "$packetSize", '4096')
        tokens.end()
        send(true)
        true
    }

    private static byte[] loginBytes(ByteBuffer buffer, int at) {
        int offset = buffer.getShort(at) & 0xFFFF
        int length = buffer.getShort(at + 2) & 0xFFFF
        Arrays.copyOfRange(buffer.array(), offset, offset + length * 2)
    }

    private static String loginText(ByteBuffer buffer, int at) {
        new String(loginBytes(buffer, at), StandardCharsets.UTF_16LE)
    }

    private static String unscrambled(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            int x = (bytes[i] & 0xFF) ^ 0xA5
            bytes[i] = (byte) ((x << 4) | (x >>> 4))
        }
        new String(bytes, StandardCharsets.UTF_16LE)
    }

    /** One or several calls, as the driver sends a batch. */
    private void call(ByteBuffer body) {
        boolean more = true
        while (more) {
            int procedure = procedure(body)
            body.getShort()
            List<Object> values = []
            while (body.hasRemaining() && body.get(body.position()) != BETWEEN_CALLS) {
                values << TdsParameters.next(body)
            }
            more = body.hasRemaining()
            if (more) {
                body.get()
            }
            perform(procedure, values)
            tokens.endOfProcedure(more)
        }
        send(true)
    }

    private void perform(int procedure, List<Object> values) {
        String sql
        int from
        switch (procedure) {
            case 10: // sp_executesql
                sql = (String) values[0]
                from = 2
                break
            case 13: // sp_prepexec
                sql = (String) values[2]
                from = 3
                prepared[prepared.size() + 1] = sql
                tokens.preparedHandle(prepared.size())
                break
            case 12: // sp_execute
                sql = prepared[(Integer) values[0]]
                from = 1
                break
            case 15: // sp_unprepare
                return
            default:
                throw new IOException("procedure $procedure")
        }
        tokens.inProcedure = true
        try {
            server.answer(this, TdsParameters.filled(sql, values.drop(from)))
        } finally {
            tokens.inProcedure = false
        }
    }

    private static int procedure(ByteBuffer body) {
        int length = body.getShort() & 0xFFFF
        if (length == 0xFFFF) {
            return body.getShort()
        }
        def known = [sp_executesql: 10, sp_prepexec: 13, sp_execute: 12, sp_unprepare: 15]
        known[text(body, length).toLowerCase()] ?: -1
    }

    static String text(ByteBuffer body, int characters) {
        def bytes = new byte[characters * 2]
        body.get(bytes)
        new String(bytes, StandardCharsets.UTF_16LE)
    }

    private synchronized void send(boolean last) {
        byte[] data = tokens.bytes.toByteArray()
        tokens.bytes.reset()
        int sent = 0
        boolean more = true
        while (more) {
            int length = Math.min(data.length - sent, packetSize - HEADER)
            boolean end = last && sent + length == data.length
            def packetBytes = ByteBuffer.allocate(HEADER + length).put((byte) ANSWER).put((byte) (end ? 1 : 0))
                    .putShort((short) (length + HEADER)).putShort((short) id).put(++packet).put((byte) 0).put(data, sent, length)
            socket.outputStream.write(packetBytes.array())
            sent += length
            more = sent < data.length
        }
        socket.outputStream.flush()
    }
}
