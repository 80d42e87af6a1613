package dev.runbook.lab.tds;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Messages of one connection, each a sequence of packets. One thread reads; writing is thread-safe. */
final class PacketStream {
    private static final int ANSWER = 0x04;
    private static final int HEADER = 8;

    private final DataInputStream input;
    private final OutputStream output;
    private final int session;
    private int packetSize = 4096;
    private byte packet;

    PacketStream(Socket socket, int session) throws IOException {
        socket.setTcpNoDelay(true);
        this.input = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        this.output = socket.getOutputStream();
        this.session = session;
    }

    /** One message of the client. */
    static final class Message {
        private final int type;
        private final byte[] data;

        private Message(int type, byte[] data) {
            this.type = type;
            this.data = data;
        }

        int type() {
            return type;
        }

        /** Returns everything behind the packets' headers. */
        byte[] data() {
            return data;
        }

        /** Returns the content behind the message's own headers. */
        ByteBuffer body() {
            ByteBuffer buffer = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
            buffer.position(buffer.getInt(0));
            return buffer;
        }
    }

    synchronized void packetSize(int size) {
        packetSize = size;
    }

    Message read() throws IOException {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        int type;
        int status;
        do {
            type = input.readUnsignedByte();
            status = input.readUnsignedByte();
            int length = input.readUnsignedShort();
            input.readInt();
            data.write(input.readNBytes(length - HEADER));
        } while ((status & 1) == 0);
        return new Message(type, data.toByteArray());
    }

    /** @param last whether these bytes end the response */
    synchronized void send(byte[] data, boolean last) throws IOException {
        int sent = 0;
        do {
            int length = Math.min(data.length - sent, packetSize - HEADER);
            boolean end = last && sent + length == data.length;
            output.write(ByteBuffer.allocate(HEADER + length)
                    .put((byte) ANSWER)
                    .put((byte) (end ? 1 : 0))
                    .putShort((short) (length + HEADER))
                    .putShort((short) session)
                    .put(++packet)
                    .put((byte) 0)
                    .put(data, sent, length)
                    .array());
            sent += length;
        } while (sent < data.length);
        output.flush();
    }
}
