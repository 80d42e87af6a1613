package dev.runbook.action.shell;

import dev.runbook.action.Output;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Extracts the marks of an {@link Acknowledgement} from a command's output and forwards the rest. Standard output
 * before the script is acknowledged comes from a login shell, not from the script: it is shown, but conditions do not
 * read it. Thread-safe.
 */
public final class AcknowledgedOutput implements StreamSink {
    private static final byte[] PREFIX = Acknowledgement.PREFIX.getBytes(StandardCharsets.US_ASCII);

    private static final int MOST_BEFORE = 64 * 1024;
    private static final int NO_MARK = 0;
    private static final int UNFINISHED = -1;

    private final Captures captures;
    private final Acknowledgement acknowledgement;
    private final Map<Output.Stream, byte[]> held = new EnumMap<>(Output.Stream.class);
    private final ByteArrayOutputStream before = new ByteArrayOutputStream(0);
    private boolean buffering = true;
    private boolean started;
    private List<String> numbers = List.of();
    private OptionalInt exitCode = OptionalInt.empty();
    private int ends;

    public AcknowledgedOutput(Captures captures, Acknowledgement acknowledgement) {
        this.captures = captures;
        this.acknowledgement = acknowledgement;
    }

    @Override
    public synchronized void write(Output.Stream stream, byte[] bytes, int offset, int length) {
        byte[] earlier = held.remove(stream);
        if (earlier == null) {
            scan(stream, bytes, offset, offset + length);
            return;
        }
        byte[] joined = Arrays.copyOf(earlier, earlier.length + length);
        System.arraycopy(bytes, offset, joined, earlier.length, length);
        scan(stream, joined, 0, joined.length);
    }

    private void scan(Output.Stream stream, byte[] bytes, int from, int to) {
        int passed = from;
        for (int at = from; at < to; at++) {
            int end = bytes[at] == PREFIX[0] ? endOfMark(bytes, at, to) : NO_MARK;
            if (end == UNFINISHED) {
                pass(stream, bytes, passed, at);
                held.put(stream, Arrays.copyOfRange(bytes, at, to));
                return;
            }
            if (end != NO_MARK) {
                String text = new String(bytes, at, end - at, StandardCharsets.US_ASCII);
                Optional<List<String>> start = acknowledgement.numbers(text);
                OptionalInt ended = acknowledgement.exitCode(text);
                if (start.isPresent() || ended.isPresent()) {
                    pass(stream, bytes, passed, at);
                    start.ifPresent(this::start);
                    ended.ifPresent(this::end);
                    passed = end;
                    at = end - 1;
                }
            }
        }
        pass(stream, bytes, passed, to);
    }

    /** Returns the end of a possible mark, including its line end. */
    private static int endOfMark(byte[] bytes, int at, int to) {
        for (int i = at; i < to; i++) {
            int in = i - at;
            if (in < PREFIX.length ? bytes[i] != PREFIX[in] : in >= Acknowledgement.LONGEST || !mayFollow(bytes[i])) {
                return NO_MARK;
            }
            if (bytes[i] == '\n') {
                return i + 1;
            }
        }
        return UNFINISHED;
    }

    private static boolean mayFollow(byte b) {
        return (b >= '0' && b <= ':') || (b >= 'a' && b <= 'f') || b == ']' || b == '\r' || b == '\n';
    }

    private void start(List<String> reported) {
        started = true;
        numbers = reported;
        if (before.size() > 0) {
            captures.show(Output.Stream.OUT, before.toByteArray());
            before.reset();
        }
    }

    private void end(int code) {
        exitCode = OptionalInt.of(code);
        ends++;
    }

    private void pass(Output.Stream stream, byte[] bytes, int from, int to) {
        if (from == to) {
            return;
        }
        if (started || !buffering || stream != Output.Stream.OUT) {
            captures.write(stream, bytes, from, to - from);
            return;
        }
        before.write(bytes, from, to - from);
        if (before.size() > MOST_BEFORE) {
            release();
        }
    }

    private void release() {
        buffering = false;
        captures.write(Output.Stream.OUT, before.toByteArray(), 0, before.size());
        before.reset();
    }

    /** Returns the command's output, once no more is expected. */
    public synchronized Captures settled() {
        held.forEach((stream, bytes) -> pass(stream, bytes, 0, bytes.length));
        held.clear();
        if (!started) {
            release();
        }
        return captures;
    }

    /** Returns whether the shell has read the whole script and started it. */
    public synchronized boolean started() {
        return started;
    }

    /** Returns the script's exit code, as its shell reported it. */
    public synchronized OptionalInt exitCode() {
        return exitCode;
    }

    /** Returns whether all of the script's output has arrived: the shell marks the end of both streams. */
    public synchronized boolean complete() {
        return ends >= 2;
    }

    /**
     * Returns the numbers that the script's interpreter reported of itself when it started: the inodes of its standard
     * output and error, or on Windows its process and when that began. Empty if it reported none.
     */
    public synchronized List<String> numbers() {
        return numbers;
    }
}
