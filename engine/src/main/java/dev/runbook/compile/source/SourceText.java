package dev.runbook.compile.source;

import java.util.List;

/**
 * The text of one runbook file, addressed by line and column. Both count from 1; columns count characters (code
 * points), as the parser does; an end column is that of the character after the text. Independent of the compiler, so
 * that a cached runbook is read without it.
 */
public record SourceText(String file, String text, List<String> lines) {
    public SourceText(String file, String text) {
        this(file, text, List.of(text.split("\n", -1))); // as the parser counts lines
    }

    /** Returns a line without its terminator; empty past the last line. */
    public String line(int number) {
        return number >= 1 && number <= lines.size() ? lines.get(number - 1) : "";
    }

    /** Returns the rest of a line from a column on. */
    public String from(int line, int column) {
        String whole = line(line);
        return column < 1 ? "" : whole.substring(index(whole, column));
    }

    /** Returns the beginning of a line up to a column. */
    public String before(int line, int column) {
        String whole = line(line);
        return whole.substring(0, index(whole, column));
    }

    /** Returns the text between two places, its lines joined by one space each. */
    String between(int line, int column, int lastLine, int lastColumn) {
        if (line == lastLine) {
            String rest = from(line, column);
            return rest.substring(0, index(rest, lastColumn - column + 1)).strip();
        }
        StringBuilder joined = new StringBuilder(from(line, column).strip());
        for (int between = line + 1; between < lastLine; between++) {
            joined.append(' ').append(line(between).strip());
        }
        String end = before(lastLine, lastColumn).strip();
        return joined.append(' ').append(end).toString().strip();
    }

    /** Returns the column of the character at an index of a line. */
    public static int column(String line, int index) {
        return line.codePointCount(0, index) + 1;
    }

    /** Returns the index of the character in a column of a line; the line's length past its end. */
    private static int index(String line, int column) {
        int length = line.codePointCount(0, line.length());
        return line.offsetByCodePoints(0, Math.max(0, Math.min(column - 1, length)));
    }
}
