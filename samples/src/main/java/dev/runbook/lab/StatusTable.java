package dev.runbook.lab;

import com.fasterxml.jackson.databind.JsonNode;
import dev.runbook.lab.erpgo.Fault;

/** Formats the parts of the lab and its faults as a table for a terminal. */
record StatusTable(LabHome home, JsonNode status) {

    String text() {
        StringBuilder table = new StringBuilder();
        line(
                table,
                "API",
                url(Port.API),
                "traffic goes to " + status.path("traffic").asText());
        line(
                table,
                "  blue",
                url(Port.API_BLUE),
                "pods ready " + status.at("/deployments/blue").asText());
        line(
                table,
                "  green",
                url(Port.API_GREEN),
                "pods ready " + status.at("/deployments/green").asText());
        line(table, "balancer", url(Port.LAB) + "/traffic", "requests by deployment");
        line(table, "Kubernetes", url(Port.KUBERNETES), "KUBECONFIG=" + home.kubeconfig());
        line(
                table,
                "PostgreSQL",
                home.address() + ":" + Port.POSTGRESQL.number() + "/erp",
                status.path("database").asText() + "; passwords in " + home.passwords());
        line(
                table,
                "SSH db1",
                "postgres@" + home.address() + ":" + Port.SSH.number(),
                "key and known_hosts in " + home.ssh());
        line(table, "webhooks", url(Port.WEBHOOKS) + "/NAME", "kept in " + home.messages());
        line(table, "mail", home.address() + ":" + Port.MAIL.number(), "kept in " + home.mail());
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
                .forEach(word -> lines.append("  %-14s %s%n"
                        .formatted(word.asText(), Fault.named(word.asText()).what())));
        return lines.toString();
    }

    private String url(Port port) {
        return "http://" + home.address() + ":" + port.number();
    }

    private static void line(StringBuilder table, String part, String where, String note) {
        table.append("%-11s %-32s %s".formatted(part, where, note).stripTrailing())
                .append('\n');
    }
}
