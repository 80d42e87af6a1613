package dev.runbook.lab;

import com.fasterxml.jackson.databind.JsonNode;

/** Formats the parts of the lab and its faults as a table for a terminal. */
record StatusTable(LabHome home, JsonNode status) {

    String text() {
        StringBuilder table = new StringBuilder();
        for (JsonNode part : status.path("parts")) {
            line(
                    table,
                    part.path("part").asText(),
                    part.path("where").asText(),
                    part.path("note").asText());
        }
        line(table, "log", home.log().toString(), "");
        table.append('\n').append(broken());
        return table.toString();
    }

    private String broken() {
        if (status.path("broken").isEmpty()) {
            return "nothing is broken\n";
        }
        StringBuilder lines = new StringBuilder("broken:\n");
        status.path("broken")
                .forEach(word -> lines.append("  %-18s %s%n"
                        .formatted(
                                word.asText(),
                                Fault.named(word.asText(), home.estate().faults())
                                        .what())));
        return lines.toString();
    }

    private static void line(StringBuilder table, String part, String where, String note) {
        table.append("%-11s %-36s %s".formatted(part, where, note).stripTrailing())
                .append('\n');
    }
}
