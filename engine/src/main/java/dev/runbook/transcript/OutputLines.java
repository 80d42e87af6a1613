package dev.runbook.transcript;

import dev.runbook.journal.OutputBytes;
import dev.runbook.journal.OutputText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An attempt's output as lines, each from one source, in the order they began: only the first and the last ones, since
 * there may be hundreds of thousands.
 */
final class OutputLines {
    private static final int LONGEST = 2_000;

    /** @param atMs since the attempt began, -1 if unknown */
    record Line(long atMs, String stream, String source, String text) {}

    /** @param between how many lines are omitted between the first and the last ones */
    record Ends(List<Line> first, int between, List<Line> last) {}

    /** A line that is not complete yet. */
    private static final class Begun {
        private final OutputBytes with;
        private ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private String text = "";

        private Begun(OutputBytes with) {
            this.with = with;
        }

        private void end() {
            String whole = bytes.toString(StandardCharsets.UTF_8).stripTrailing();
            String last = whole.substring(whole.lastIndexOf('\r') + 1); // the final state of a progress bar
            text = last + (bytes.size() >= LONGEST ? "…" : "");
            bytes = null;
        }

        private Line line() {
            return new Line(with.atMs(), with.stream(), with.source(), text);
        }
    }

    private final int most;
    private final int mostLast;
    private final List<Begun> first = new ArrayList<>();
    private final Deque<Begun> last = new ArrayDeque<>();
    private final Map<String, Begun> open = new LinkedHashMap<>();
    private int between;

    private OutputLines(int most, int mostLast) {
        this.most = most;
        this.mostLast = mostLast;
    }

    /** Returns the first {@code most} and the last {@code mostLast} lines that are not blank. */
    static Ends of(OutputText output, int most, int mostLast) {
        OutputLines lines = new OutputLines(most, mostLast);
        output.pieces().forEach(lines::add);
        lines.open.values().forEach(lines::end);
        return new Ends(
                lines.first.stream().map(Begun::line).toList(),
                lines.between,
                lines.last.stream().map(Begun::line).toList());
    }

    private void add(OutputBytes piece) {
        String who = piece.stream() + " " + piece.source();
        for (byte b : piece.bytes()) {
            Begun line = open.computeIfAbsent(who, source -> begin(piece));
            if (b == '\n') {
                end(line);
                open.remove(who);
            } else if (line.bytes.size() < LONGEST) {
                line.bytes.write(b);
            }
        }
    }

    private Begun begin(OutputBytes piece) {
        Begun line = new Begun(piece);
        if (first.size() < most) {
            first.add(line);
        } else {
            last.addLast(line);
            if (last.size() > mostLast) {
                last.removeFirst();
                between++;
            }
        }
        return line;
    }

    private void end(Begun line) {
        line.end();
        if (line.text.isBlank() && !last.removeLastOccurrence(line)) {
            first.remove(line);
        }
    }
}
