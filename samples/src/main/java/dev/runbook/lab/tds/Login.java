package dev.runbook.lab.tds;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** What a client sends to log in (LOGIN7). */
record Login(String user, String password, String database, int packetSize) {
    private static final int PACKET_SIZE = 8;
    private static final int USER = 40;
    private static final int PASSWORD = 44;
    private static final int DATABASE = 68;

    static Login read(byte[] data) {
        ByteBuffer buffer = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        String database = text(bytes(buffer, DATABASE));
        return new Login(
                text(bytes(buffer, USER)),
                text(unscrambled(bytes(buffer, PASSWORD))),
                database.isEmpty() ? "master" : database,
                Math.max(512, Math.min(32767, buffer.getInt(PACKET_SIZE))));
    }

    private static byte[] bytes(ByteBuffer buffer, int at) {
        int offset = buffer.getShort(at) & 0xFFFF;
        int length = buffer.getShort(at + 2) & 0xFFFF;
        byte[] bytes = new byte[length * 2];
        buffer.get(offset, bytes);
        return bytes;
    }

    private static byte[] unscrambled(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            int mixed = (bytes[i] & 0xFF) ^ 0xA5;
            bytes[i] = (byte) ((mixed << 4) | (mixed >>> 4));
        }
        return bytes;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_16LE);
    }
}
