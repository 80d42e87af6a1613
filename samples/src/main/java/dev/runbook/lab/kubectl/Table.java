package dev.runbook.lab.kubectl;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Formats the server's table of objects, in columns three spaces apart. */
final class Table {
    private Table() {}

    static String print(JsonNode table) {
        List<List<String>> lines = new ArrayList<>();
        List<String> names = new ArrayList<>();
        table.path("columnDefinitions")
                .forEach(column -> names.add(column.path("name").asText().toUpperCase(Locale.ROOT)));
        lines.add(names);
        for (JsonNode row : table.path("rows")) {
            List<String> cells = new ArrayList<>();
            row.path("cells").forEach(cell -> cells.add(cell.asText()));
            lines.add(cells);
        }
        int[] widths = new int[names.size()];
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> line : lines) {
            StringBuilder padded = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                padded.append(line.get(i))
                        .append(" ".repeat(widths[i] - line.get(i).length() + 3));
            }
            text.append(padded.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
