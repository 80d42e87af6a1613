package dev.runbook.compile;

import dev.runbook.plan.Place;
import java.util.Comparator;
import java.util.List;

/**
 * One mistake in a runbook, with the place where it stands.
 *
 * @param length how many characters the caret underlines
 * @param message what is wrong, in one line
 * @param sourceLine the line it stands in, empty when the place has none
 * @param cures what the author can do, a line each
 */
public record Diagnostic(Place place, int length, String message, String sourceLine, List<String> cures)
        implements Comparable<Diagnostic> {
    private static final int WIDEST = 160;
    private static final Comparator<Diagnostic> IN_SOURCE_ORDER = Comparator.comparing(
                    (Diagnostic d) -> d.place().file())
            .thenComparing(d -> d.place().line())
            .thenComparing(d -> d.place().column())
            .thenComparing(Diagnostic::message);

    public Diagnostic {
        cures = List.copyOf(cures);
    }

    /** The mistake as an author reads it: place and message, the line with a caret, the cures. */
    public String text() {
        StringBuilder text = new StringBuilder(place + ": " + message);
        if (place.column() > 0 && !sourceLine.isBlank()) {
            excerpt(text);
        }
        cures.forEach(cure -> text.append("\n    ").append(cure));
        return text.toString();
    }

    private void excerpt(StringBuilder text) {
        String line = sourceLine.replace('\t', ' ');
        int caret = Math.min(place.column() - 1, line.length());
        int from = Math.min(line.length() - line.stripLeading().length(), caret);
        if (caret - from > WIDEST - 40) {
            from = caret - 40;
        }
        int to = Math.min(line.length(), from + WIDEST);
        int underlined = Math.max(1, Math.min(length, to - caret));
        text.append("\n    ").append(line.substring(from, to).stripTrailing());
        text.append("\n    ").append(" ".repeat(caret - from)).append('^').append("~".repeat(underlined - 1));
    }

    @Override
    public int compareTo(Diagnostic other) {
        return IN_SOURCE_ORDER.compare(this, other);
    }
}
