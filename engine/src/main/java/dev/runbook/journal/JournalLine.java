package dev.runbook.journal;

import dev.runbook.journal.event.Event;
import dev.runbook.json.JsonReader;
import dev.runbook.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The format of a record in the file: {@code LENGTH CRC32C SHA256 JSON\n}, the first two as eight hex digits, over the
 * bytes of the JSON; the hash also over the hash before it, so that changing, dropping or inserting a record is
 * detected.
 */
final class JournalLine {
    static final String FIRST_HASH = "0".repeat(64);

    private static final int HEAD = 8 + 1 + 8 + 1 + 64 + 1;

    private JournalLine() {}

    static Entry entry(long number, Instant at, long sinceStartNanos, Event event, String before) {
        return new Entry(number, at, sinceStartNanos, event, hash(before, json(number, at, sinceStartNanos, event)));
    }

    static byte[] write(Entry entry) {
        byte[] json = json(entry.number(), entry.at(), entry.sinceStartNanos(), entry.event());
        String head = hex(json.length) + " " + hex(crc(json)) + " " + entry.hash() + " ";
        byte[] line = Arrays.copyOf(head.getBytes(StandardCharsets.US_ASCII), HEAD + json.length + 1);
        System.arraycopy(json, 0, line, HEAD, json.length);
        line[line.length - 1] = '\n';
        return line;
    }

    /**
     * Reads the record between {@code from} and its line's end.
     *
     * @param before the hash the record has to follow from; empty when the record is checked by itself
     * @throws JournalException saying what is wrong with the record
     */
    static Entry read(byte[] bytes, int from, int to, Optional<String> before) {
        String hash = hash(bytes, from, to, before);
        return entry(Arrays.copyOfRange(bytes, from + HEAD, to), hash);
    }

    /** Returns the hash of the record, after verifying it; the content is not parsed. */
    static String hash(byte[] bytes, int from, int to, Optional<String> before) {
        if (to - from < HEAD) {
            throw new JournalException("it is truncated");
        }
        String head = new String(bytes, from, HEAD, StandardCharsets.US_ASCII);
        byte[] json = Arrays.copyOfRange(bytes, from + HEAD, to);
        if (!head.substring(0, 9).equals(hex(json.length) + " ")) {
            throw new JournalException("its length is not what it says");
        }
        if (!head.substring(9, 18).equals(hex(crc(json)) + " ")) {
            throw new JournalException("its checksum does not match");
        }
        String hash = head.substring(18, 82);
        if (head.charAt(82) != ' ') {
            throw new JournalException("its parts do not stand apart");
        }
        if (before.isPresent() && !hash.equals(hash(before.get(), json))) {
            throw new JournalException("it does not follow from the record before it");
        }
        return hash;
    }

    private static Entry entry(byte[] json, String hash) {
        try {
            Map<?, ?> map = (Map<?, ?>)
                    JsonReader.read(new String(json, StandardCharsets.UTF_8)).orElseThrow();
            return new Entry(
                    ((Number) map.get("n")).longValue(),
                    RecordMap.instant(map.get("at")),
                    ((Number) map.get("ns")).longValue(),
                    EventCodec.fromMap(map),
                    hash);
        } catch (DateTimeException
                | IllegalArgumentException
                | NoSuchElementException
                | ClassCastException
                | NullPointerException malformed) {
            throw new JournalException("it is not a record of this format", malformed);
        }
    }

    private static byte[] json(long number, Instant at, long sinceStartNanos, Event event) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("n", number);
        map.put("at", at);
        map.put("ns", sinceStartNanos);
        map.putAll(EventCodec.toMap(event));
        return JsonWriter.write(map).getBytes(StandardCharsets.UTF_8);
    }

    private static String hash(String before, byte[] json) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(before.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(sha256.digest(json));
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every JDK has SHA-256", absent);
        }
    }

    /**
     * Returns whether the bytes at the end of a file, without a line break, are the beginning of a line that was never
     * completely written, perhaps followed by zeros from the file system. Anything else was changed after it was
     * written.
     */
    static boolean torn(byte[] tail) {
        int end = tail.length;
        while (end > 0 && tail[end - 1] == 0) {
            end--;
        }
        String head = new String(tail, 0, Math.min(end, HEAD), StandardCharsets.ISO_8859_1);
        for (int i = 0; i < head.length(); i++) {
            boolean blank = i == 8 || i == 17 || i == HEAD - 1;
            if (blank != (head.charAt(i) == ' ') || (!blank && !HexFormat.isHexDigit(head.charAt(i)))) {
                return false;
            }
        }
        return end <= HEAD || end - HEAD <= HexFormat.fromHexDigitsToLong(head, 0, 8);
    }

    private static int crc(byte[] json) {
        CRC32C crc = new CRC32C();
        crc.update(json);
        return (int) crc.getValue();
    }

    private static String hex(int number) {
        return HexFormat.of().toHexDigits(number);
    }
}
