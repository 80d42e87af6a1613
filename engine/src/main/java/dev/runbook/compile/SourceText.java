package dev.runbook.compile;

import java.util.List;

/**
 * The text of one runbook file, read by line and column; both count from 1, an end column stands after its text. Knows
 * nothing of the compiler, so that a cached runbook is read without it.
 */
record SourceText(String file, String text, List<String> lines) {
    SourceText(String file, String text) {
        this(file, text, text.lines().toList());
    }

    /** A line without its end; empty past the last one. */
    String line(int number) {
        return number >= 1 && number <= lines.size() ? lines.get(number - 1) : "";
    }

    /** What stands from a column of a line on. */
    String from(int line, int column) {
        String whole = line(line);
        return column >= 1 && column <= whole.length() ? whole.substring(column - 1) : "";
    }

    /** What stands between two places, its lines joined by one space each. */
    String between(int line, int column, int lastLine, int lastColumn) {
        if (line == lastLine) {
            String rest = from(line, column);
            return rest.substring(0, Math.max(0, Math.min(rest.length(), lastColumn - column)))
                    .strip();
        }
        StringBuilder joined = new StringBuilder(from(line, column).strip());
        for (int between = line + 1; between < lastLine; between++) {
            joined.append(' ').append(line(between).strip());
        }
        String last = line(lastLine);
        String end = last.substring(0, Math.max(0, Math.min(last.length(), lastColumn - 1)))
                .strip();
        return joined.append(' ').append(end).toString().strip();
    }
}
