package dev.runbook.run.record;

import dev.runbook.environment.Masker;
import dev.runbook.journal.OutputFile;
import dev.runbook.time.Clock;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Masks what an attempt prints, writes it to its file, and shows it line by line. Thread-safe, memory bounded. */
public final class MaskedOutput implements AttemptOutput {
    private static final int LAST_LINES = 12;
    private static final int LONGEST_LINE = 400;

    private final String name;
    private final OutputFile file;
    private final Masker masker;
    private final Clock clock;
    private final BiConsumer<String, String> shown;
    private final long began;
    private final Map<String, Lane> lanes = new HashMap<>();
    private final Deque<String> lastLines = new ArrayDeque<>();
    private boolean over;

    /** @param shown receives each line as it ends: its source, its text */
    public MaskedOutput(String name, OutputFile file, Masker masker, Clock clock, BiConsumer<String, String> shown) {
        this.name = name;
        this.file = file;
        this.masker = masker;
        this.clock = clock;
        this.shown = shown;
        this.began = clock.nanos();
    }

    /** One stream of one source: its masking state and its current line. */
    private final class Lane {
        final String source;
        final Stream stream;
        final Masker.StreamMask mask = masker.stream();
        final StringBuilder line = new StringBuilder();

        Lane(String source, Stream stream) {
            this.source = source;
            this.stream = stream;
        }

        void take(byte[] masked) {
            file.write((clock.nanos() - began) / 1_000_000, stream.name(), source, masked, 0, masked.length);
            // lines are for people: bytes that are not UTF-8 show as such; the file has them unchanged
            String text = new String(masked, StandardCharsets.UTF_8);
            int begun = 0;
            for (int at = 0; at < text.length(); at++) {
                char c = text.charAt(at);
                if (c == '\n' || c == '\r') {
                    append(text, begun, at);
                    lineEnds();
                    begun = at + 1;
                }
            }
            append(text, begun, text.length());
        }

        private void append(String text, int from, int to) {
            line.append(text, from, Math.min(to, from + LONGEST_LINE - line.length()));
        }

        void lineEnds() {
            if (line.length() == 0) {
                return;
            }
            String whole = line.toString();
            line.setLength(0);
            if (lastLines.size() == LAST_LINES) {
                lastLines.removeFirst();
            }
            lastLines.addLast(source.isEmpty() ? whole : source + ": " + whole);
            shown.accept(source, whole);
        }
    }

    @Override
    public String file() {
        return name;
    }

    @Override
    public synchronized void write(String source, Stream stream, byte[] bytes, int offset, int length) {
        if (!over) {
            Lane lane = lanes.computeIfAbsent(stream + " " + source, key -> new Lane(source, stream));
            lane.take(lane.mask.feed(bytes, offset, length));
        }
    }

    @Override
    public synchronized Printed end() {
        if (!over) {
            over = true;
            lanes.values().forEach(lane -> {
                lane.take(lane.mask.end());
                lane.lineEnds();
            });
            file.close();
        }
        List<String> lines = new ArrayList<>(lastLines);
        return new Printed(file.bytes(), file.droppedBytes(), lines, file.hash());
    }
}
