package dev.runbook.terminal;

import java.util.List;

/** Aligns the cells of rows in columns, by the columns of a terminal that they take. */
public final class TextColumns {
    private static final int BETWEEN = 2;

    private TextColumns() {}

    /** Returns a line for each row; all rows have the same number of harmless cells. */
    public static List<String> lines(List<List<String>> rows) {
        int[] widths = new int[rows.isEmpty() ? 0 : rows.get(0).size()];
        rows.forEach(row -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], TerminalText.width(row.get(i)));
            }
        });
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(TerminalText.pad(row.get(i), widths[i] + BETWEEN));
        }
        return line.toString().stripTrailing();
    }
}
