package dev.runbook.transcript;

import dev.runbook.journal.OutputBytes;
import dev.runbook.journal.OutputText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An attempt's output as lines, each of one source, in the order they began. */
final class OutputLines {
    private static final int LONGEST = 2_000;

    /** @param atMs since the attempt began, -1 if it is not known */
    record Line(long atMs, String stream, String source, String text) {}

    private static final class Open {
        private final int place;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        private Open(int place) {
            this.place = place;
        }
    }

    private final List<Line> lines = new ArrayList<>();
    private final Map<String, Open> open = new LinkedHashMap<>();

    private OutputLines() {}

    static List<Line> of(OutputText output) {
        OutputLines lines = new OutputLines();
        output.pieces().forEach(lines::add);
        lines.open.values().forEach(lines::end);
        lines.lines.removeIf(line -> line.text().isBlank());
        return lines.lines;
    }

    private void add(OutputBytes piece) {
        String who = piece.stream() + " " + piece.source();
        for (byte b : piece.bytes()) {
            Open line = open.get(who);
            if (line == null) {
                line = new Open(lines.size());
                open.put(who, line);
                lines.add(new Line(piece.atMs(), piece.stream(), piece.source(), ""));
            }
            if (b == '\n') {
                end(line);
                open.remove(who);
            } else if (line.bytes.size() < LONGEST) {
                line.bytes.write(b);
            }
        }
    }

    private void end(Open line) {
        Line begun = lines.get(line.place);
        String text = line.bytes.toString(StandardCharsets.UTF_8).stripTrailing();
        String last = text.substring(text.lastIndexOf('\r') + 1); // what a progress bar came to
        String cut = line.bytes.size() >= LONGEST ? "…" : "";
        lines.set(line.place, new Line(begun.atMs(), begun.stream(), begun.source(), last + cut));
    }
}
