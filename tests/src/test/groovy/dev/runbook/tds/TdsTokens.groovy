package dev.runbook.tds

import groovy.transform.CompileStatic

import java.nio.ByteBuffer
import java.nio.ByteOrder
import java.nio.charset.StandardCharsets

/** Writes the tokens of a response; the session sends them as packets. */
@CompileStatic
class TdsTokens {
    private static final int COLUMNS = 0x81
    private static final int ROW = 0xD1
    private static final int ERROR = 0xAA
    private static final int INFO = 0xAB
    private static final int ENVIRONMENT = 0xE3
    private static final int DONE = 0xFD
    private static final int DONE_IN_PROCEDURE = 0xFF
    private static final int DONE_PROCEDURE = 0xFE
    private static final int RETURN_STATUS = 0x79
    private static final int RETURN_VALUE = 0xAC
    private static final int BIGINT_NULLABLE = 0x26
    private static final int MORE = 0x01
    private static final int FAILED = 0x02
    private static final int COUNT = 0x10
    private static final int ATTENTION = 0x20
    static final byte[] COLLATION = [0x09, 0x04, 0xD0, 0, 0x34] as byte[]

    final ByteArrayOutputStream bytes = new ByteArrayOutputStream()
    boolean inProcedure
    private boolean failed

    /** A message of the server: {@code PRINT}, progress of a backup. */
    void info(int number, int level, int state, String text, int line = 1) {
        message(INFO, number, level, state, text, line)
    }

    void error(int number, int level, int state, String text, int line) {
        message(ERROR, number, level, state, text, line)
        failed = true
    }

    private void message(int token, int number, int level, int state, String text, int line) {
        def body = new ByteArrayOutputStream()
        body.write(littleEndian(4).putInt(number).array())
        body.write(state)
        body.write(level)
        body.write(littleEndian(2).putShort((short) text.length()).array())
        body.write(utf16(text))
        shortText(body, 'TESTSQL')
        shortText(body, '')
        body.write(littleEndian(4).putInt(line).array())
        framed(token, body)
    }

    void updated(long count) {
        done(inProcedure ? DONE_IN_PROCEDURE : DONE, COUNT | MORE, 0xC3, count)
    }

    /** Whole numbers go as bigint, everything else as text. */
    void rows(List<String> columns, List<List<Object>> rows) {
        def types = columns.indices.collect { int i ->
            def values = rows.collect { it[i] }.findAll { it != null }
            !values.empty && values.every { it instanceof Integer || it instanceof Long } ? TdsType.BIGINT : TdsType.NVARCHAR
        }
        rowsOf(columns, types, rows)
    }

    void rowsOf(List<String> columns, List<TdsType> types, List<List<Object>> rows) {
        describe(columns, types)
        rows.each { row(types, it) }
        endOfRows(rows.size())
    }

    /** Begins a result set that is sent in portions. */
    void describe(List<String> columns, List<TdsType> types) {
        bytes.write(COLUMNS)
        bytes.write(littleEndian(2).putShort((short) columns.size()).array())
        columns.eachWithIndex { String name, int i ->
            bytes.write([0, 0, 0, 0, 9, 0] as byte[])
            bytes.write(types[i].described)
            shortText(bytes, name)
        }
    }

    void row(List<TdsType> types, List<Object> row) {
        bytes.write(ROW)
        row.eachWithIndex { Object value, int i -> bytes.write(types[i].written(value)) }
    }

    void endOfRows(long count) {
        done(inProcedure ? DONE_IN_PROCEDURE : DONE, COUNT | MORE, 0xC1, count)
    }

    /** The end of a statement that failed, in a batch that continues. */
    void endOfFailed() {
        done(DONE, FAILED | MORE, 0xC3, 0)
        failed = false
    }

    /** The end of a batch. */
    void end() {
        done(DONE, failed ? FAILED : 0, 0, 0)
        failed = false
    }

    void endOfCancelled() {
        bytes.reset()
        done(DONE, FAILED, 0, 0)
        failed = false
    }

    void endOfProcedure(boolean more) {
        bytes.write(RETURN_STATUS)
        bytes.write(littleEndian(4).putInt(0).array())
        done(DONE_PROCEDURE, (failed ? FAILED : 0) | (more ? MORE : 0), 0, 0)
        failed = false
    }

    void attentionAcknowledged() {
        bytes.reset()
        done(DONE, ATTENTION, 0, 0)
    }

    void preparedHandle(int handle) {
        bytes.write(RETURN_VALUE)
        bytes.write([0, 0, 0, 1, 0, 0, 0, 0, 0, 0, BIGINT_NULLABLE, 4, 4] as byte[])
        bytes.write(littleEndian(4).putInt(handle).array())
    }

    void environment(int kind, String now, String before) {
        def body = new ByteArrayOutputStream()
        body.write(kind)
        shortText(body, now)
        shortText(body, before)
        framed(ENVIRONMENT, body)
    }

    void collation() {
        def body = new ByteArrayOutputStream()
        body.write([7, 5] as byte[])
        body.write(COLLATION)
        body.write(0)
        framed(ENVIRONMENT, body)
    }

    void loginAcknowledged() {
        def body = new ByteArrayOutputStream()
        body.write([1, 0x74, 0, 0, 4] as byte[])
        shortText(body, 'Microsoft SQL Server')
        body.write([16, 0, 0x10, 0x03] as byte[])
        framed(0xAD, body)
    }

    private void done(int token, int status, int command, long count) {
        bytes.write(littleEndian(13).put((byte) token).putShort((short) status).putShort((short) command).putLong(count).array())
    }

    private void framed(int token, ByteArrayOutputStream body) {
        bytes.write(token)
        bytes.write(littleEndian(2).putShort((short) body.size()).array())
        bytes.write(body.toByteArray())
    }

    private static void shortText(ByteArrayOutputStream to, String text) {
        to.write(text.length())
        to.write(utf16(text))
    }

    static byte[] utf16(String text) {
        text.getBytes(StandardCharsets.UTF_16LE)
    }

    static ByteBuffer littleEndian(int size) {
        ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN)
    }
}
