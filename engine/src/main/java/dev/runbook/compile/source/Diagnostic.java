package dev.runbook.compile.source;

import dev.runbook.environment.UrlCredentials;
import dev.runbook.plan.Place;
import dev.runbook.text.SourceExcerpt;
import java.util.Comparator;
import java.util.List;

/**
 * One mistake in a runbook, with its place.
 *
 * @param length how many characters (code points) the caret underlines
 * @param message describes the mistake in one line
 * @param sourceLine the source line; empty when the place has none
 * @param cures suggestions for the author, one per line
 */
public record Diagnostic(Place place, int length, String message, String sourceLine, List<String> cures)
        implements Comparable<Diagnostic> {
    private static final Comparator<Diagnostic> IN_SOURCE_ORDER = Comparator.comparing(
                    (Diagnostic d) -> d.place().file())
            .thenComparing(d -> d.place().line())
            .thenComparing(d -> d.place().column())
            .thenComparing(Diagnostic::message);

    public Diagnostic {
        place = place.line() > 0 ? place : new Place(place.file(), 1, 0); // for programs: every diagnostic needs a line
        sourceLine = holdsCredentials(sourceLine) ? "" : sourceLine; // the line is printed, also in CI
        cures = List.copyOf(cures);
    }

    /** Returns whether a password is written into a URL in a line of a runbook, not counting its gaps. */
    private static boolean holdsCredentials(String line) {
        return UrlCredentials.writtenIn(line.replaceAll("\\$\\{[^}]*}", "\0")).isPresent();
    }

    /** Formats the mistake for authors: place and message, the line with a caret, the cures. */
    public String text() {
        StringBuilder text = new StringBuilder(place + ": " + message);
        text.append(SourceExcerpt.of(sourceLine, place.column(), length));
        cures.forEach(cure -> text.append("\n    ").append(cure));
        return text.toString();
    }

    @Override
    public int compareTo(Diagnostic other) {
        return IN_SOURCE_ORDER.compare(this, other);
    }
}
