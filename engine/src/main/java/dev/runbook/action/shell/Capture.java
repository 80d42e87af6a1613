package dev.runbook.action.shell;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The beginning and the end of a stream of bytes, for conditions to read; the middle of a long one is let go. Thread-safe. */
public final class Capture {
    private final int half;
    private final ByteArrayOutputStream head = new ByteArrayOutputStream(0);
    private byte[] tail = new byte[0];
    private long afterHead;

    /** Keeps at most {@code limit} bytes, half from each end, and takes no memory before they come. */
    public Capture(int limit) {
        half = limit / 2;
    }

    public synchronized void write(byte[] bytes, int offset, int length) {
        int toHead = Math.min(length, half - head.size());
        head.write(bytes, offset, toHead);
        int rest = length - toHead;
        if (rest == 0) {
            return;
        }
        if (tail.length == 0) {
            tail = new byte[half];
        }
        int kept = Math.min(rest, half);
        int from = offset + length - kept;
        int at = (int) ((afterHead + rest - kept) % half);
        int untilWrap = Math.min(kept, half - at);
        System.arraycopy(bytes, from, tail, at, untilWrap);
        System.arraycopy(bytes, from + untilWrap, tail, 0, kept - untilWrap);
        afterHead += rest;
    }

    /** How many bytes of the middle were let go; 0 means {@link #text()} is whole. */
    public synchronized long dropped() {
        return Math.max(0, afterHead - half);
    }

    /** What was kept, as UTF-8 text (other bytes as �), with a line that says so where the middle is missing. */
    public synchronized String text() {
        int kept = (int) Math.min(afterHead, half);
        byte[] end = new byte[kept];
        int oldest = afterHead > half ? (int) (afterHead % half) : 0;
        int untilWrap = Math.min(kept, half - oldest);
        System.arraycopy(tail, oldest, end, 0, untilWrap);
        System.arraycopy(tail, 0, end, untilWrap, kept - untilWrap);
        if (dropped() > 0) {
            return head.toString(StandardCharsets.UTF_8)
                    + "\n… " + dropped() + " bytes left out …\n"
                    + new String(end, StandardCharsets.UTF_8);
        }
        byte[] whole = new byte[head.size() + kept];
        System.arraycopy(head.toByteArray(), 0, whole, 0, head.size());
        System.arraycopy(end, 0, whole, head.size(), kept);
        return new String(whole, StandardCharsets.UTF_8);
    }
}
