package dev.runbook.journal;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of the index beside an output file, {@code MILLIS STREAM LENGTH SOURCE}.
 *
 * @param atMs since the attempt began
 * @param stream {@code OUT}, {@code ERR} or {@code NOTE}
 * @param length of the piece, in bytes; pieces follow each other in the file
 * @param source the host where an action has several, else empty
 */
record OutputPiece(long atMs, String stream, int length, String source) {
    private static final Pattern LINE = Pattern.compile("(\\d{1,15}) (OUT|ERR|NOTE) (\\d{1,9})(?: (.*))?");

    String line() {
        return atMs + " " + stream + " " + length + (source.isEmpty() ? "" : " " + source.replaceAll("\\p{Cntrl}", "?"))
                + "\n";
    }

    static Optional<OutputPiece> of(String line) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String source = parts.group(4) == null ? "" : parts.group(4);
        return Optional.of(new OutputPiece(
                Long.parseLong(parts.group(1)), parts.group(2), Integer.parseInt(parts.group(3)), source));
    }
}
