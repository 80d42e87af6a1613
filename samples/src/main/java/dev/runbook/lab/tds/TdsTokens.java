package dev.runbook.lab.tds;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Writes the tokens of a response; the session sends them as packets. Used by one thread at a time. */
public final class TdsTokens {
    static final byte[] COLLATION = {0x09, 0x04, (byte) 0xD0, 0, 0x34};

    private static final int COLUMNS = 0x81;
    private static final int ROW = 0xD1;
    private static final int ERROR = 0xAA;
    private static final int INFO = 0xAB;
    private static final int LOGIN_ACKNOWLEDGED = 0xAD;
    private static final int ENVIRONMENT = 0xE3;
    private static final int DONE = 0xFD;
    private static final int DONE_IN_PROCEDURE = 0xFF;
    private static final int DONE_PROCEDURE = 0xFE;
    private static final int RETURN_STATUS = 0x79;
    private static final int RETURN_VALUE = 0xAC;
    private static final int MORE = 0x01;
    private static final int FAILED = 0x02;
    private static final int COUNT = 0x10;
    private static final int ATTENTION = 0x20;
    private static final int SELECTED = 0xC1;
    private static final int CHANGED = 0xC3;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean inProcedure;
    private boolean failed;

    TdsTokens() {}

    ByteArrayOutputStream bytes() {
        return bytes;
    }

    void inProcedure(boolean inside) {
        inProcedure = inside;
    }

    /** Writes a message of the server: {@code PRINT}, progress of a backup. */
    public void info(int number, int level, int state, String text) {
        message(INFO, number, level, state, text, 1);
    }

    public void error(int number, int level, int state, String text, int line) {
        message(ERROR, number, level, state, text, line);
        failed = true;
    }

    private void message(int token, int number, int level, int state, String text, int line) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(content(littleEndian(4).putInt(number)));
        body.write(state);
        body.write(level);
        body.writeBytes(content(littleEndian(2).putShort((short) text.length())));
        body.writeBytes(utf16(text));
        shortText(body, "TESTSQL");
        shortText(body, "");
        body.writeBytes(content(littleEndian(4).putInt(line)));
        framed(token, body);
    }

    /** Writes the end of a statement that changed rows. */
    public void updated(long count) {
        done(inProcedure ? DONE_IN_PROCEDURE : DONE, COUNT | MORE, CHANGED, count);
    }

    /** Writes a result set: whole numbers as bigint, everything else as text. */
    public void rows(List<String> columns, List<? extends List<?>> rows) {
        List<TdsType> types = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            int column = i;
            List<Object> values = rows.stream()
                    .<Object>map(row -> row.get(column))
                    .filter(Objects::nonNull)
                    .toList();
            boolean whole = !values.isEmpty()
                    && values.stream().allMatch(value -> value instanceof Integer || value instanceof Long);
            types.add(whole ? TdsType.BIGINT : TdsType.NVARCHAR);
        }
        rowsOf(columns, types, rows);
    }

    public void rowsOf(List<String> columns, List<TdsType> types, List<? extends List<?>> rows) {
        describe(columns, types);
        rows.forEach(row -> row(types, row));
        endOfRows(rows.size());
    }

    /** Begins a result set that is sent in portions. */
    public void describe(List<String> columns, List<TdsType> types) {
        bytes.write(COLUMNS);
        bytes.writeBytes(content(littleEndian(2).putShort((short) columns.size())));
        for (int i = 0; i < columns.size(); i++) {
            bytes.writeBytes(new byte[] {0, 0, 0, 0, 9, 0});
            bytes.writeBytes(types.get(i).described());
            shortText(bytes, columns.get(i));
        }
    }

    public void row(List<TdsType> types, List<?> row) {
        bytes.write(ROW);
        for (int i = 0; i < row.size(); i++) {
            bytes.writeBytes(types.get(i).written(row.get(i)));
        }
    }

    public void endOfRows(long count) {
        done(inProcedure ? DONE_IN_PROCEDURE : DONE, COUNT | MORE, SELECTED, count);
    }

    /** Writes the end of a statement that failed, in a batch that continues. */
    public void endOfFailed() {
        done(DONE, FAILED | MORE, CHANGED, 0);
        failed = false;
    }

    /** Writes the end of a batch. */
    void end() {
        done(DONE, failed ? FAILED : 0, 0, 0);
        failed = false;
    }

    void endOfCancelled() {
        bytes.reset();
        done(DONE, FAILED, 0, 0);
        failed = false;
    }

    void endOfProcedure(boolean more) {
        bytes.write(RETURN_STATUS);
        bytes.writeBytes(content(littleEndian(4).putInt(0)));
        done(DONE_PROCEDURE, (failed ? FAILED : 0) | (more ? MORE : 0), 0, 0);
        failed = false;
    }

    void attentionAcknowledged() {
        bytes.reset();
        done(DONE, ATTENTION, 0, 0);
    }

    void preparedHandle(int handle) {
        bytes.write(RETURN_VALUE);
        bytes.writeBytes(new byte[] {0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0x26, 4, 4});
        bytes.writeBytes(content(littleEndian(4).putInt(handle)));
    }

    void environment(int kind, String now, String before) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(kind);
        shortText(body, now);
        shortText(body, before);
        framed(ENVIRONMENT, body);
    }

    /** Prepared statements need the collation of the server. */
    void collation() {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(7);
        body.write(5);
        body.writeBytes(COLLATION);
        body.write(0);
        framed(ENVIRONMENT, body);
    }

    void loginAcknowledged() {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(new byte[] {1, 0x74, 0, 0, 4});
        shortText(body, "Microsoft SQL Server");
        body.writeBytes(new byte[] {16, 0, 0x10, 0x03});
        framed(LOGIN_ACKNOWLEDGED, body);
    }

    private void done(int token, int status, int command, long count) {
        bytes.writeBytes(content(littleEndian(13)
                .put((byte) token)
                .putShort((short) status)
                .putShort((short) command)
                .putLong(count)));
    }

    private void framed(int token, ByteArrayOutputStream body) {
        bytes.write(token);
        bytes.writeBytes(content(littleEndian(2).putShort((short) body.size())));
        bytes.writeBytes(body.toByteArray());
    }

    private static void shortText(ByteArrayOutputStream to, String text) {
        to.write(text.length());
        to.writeBytes(utf16(text));
    }

    static byte[] utf16(String text) {
        return text.getBytes(StandardCharsets.UTF_16LE);
    }

    /** Returns all bytes of a buffer. */
    static byte[] content(ByteBuffer buffer) {
        byte[] content = new byte[buffer.capacity()];
        buffer.get(0, content);
        return content;
    }

    static ByteBuffer littleEndian(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
