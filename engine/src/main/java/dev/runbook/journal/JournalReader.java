package dev.runbook.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads a journal up to the first record that is not whole; what follows is told, never guessed at. */
final class JournalReader {
    private JournalReader() {}

    /** @throws JournalException when the file cannot be read at all */
    static JournalText read(Path file) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new JournalException("cannot read the journal " + file + ": " + unreadable.getMessage(), unreadable);
        }
        List<Entry> entries = new ArrayList<>();
        int from = 0;
        String hash = JournalLine.FIRST_HASH;
        while (from < bytes.length) {
            int end = lineEnd(bytes, from);
            try {
                if (end < 0) {
                    throw new JournalException("it is cut short");
                }
                Entry entry = JournalLine.read(bytes, from, end, hash);
                entries.add(entry);
                hash = entry.hash();
                from = end + 1;
            } catch (JournalException bad) {
                return damaged(file, entries, bytes, from, bad.getMessage());
            }
        }
        return new JournalText(file, List.copyOf(entries), from, JournalText.Tail.NONE, "");
    }

    private static JournalText damaged(Path file, List<Entry> entries, byte[] bytes, int from, String what) {
        boolean torn = lineEnd(bytes, from) < 0 || onlyZeros(bytes, from);
        String told = "record " + (entries.size() + 1) + " at byte " + from + ": " + what;
        return new JournalText(
                file,
                List.copyOf(entries),
                from,
                torn ? JournalText.Tail.TORN : JournalText.Tail.DAMAGED,
                torn ? told + " (" + (bytes.length - from) + " bytes of a last write that never ended)" : told);
    }

    private static int lineEnd(byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private static boolean onlyZeros(byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
