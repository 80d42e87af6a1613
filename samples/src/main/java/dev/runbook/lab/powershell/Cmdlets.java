package dev.runbook.lab.powershell;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Runs a command of a script: a cmdlet that the lab knows, or a program of the machine. */
final class Cmdlets {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Cmdlets() {}

    /** @throws PowerShellException when there is no such command, or it fails */
    static List<Object> run(Call call, Session session) {
        try {
            return switch (call.name().toLowerCase(Locale.ROOT)) {
                case "write-output", "write-host" -> List.copyOf(call.arguments());
                case "out-null" -> List.of();
                case "convertfrom-json" -> List.of(JSON.readValue(text(call.input()), Map.class));
                case "measure-object" -> List.of(measureObject(call));
                case "measure-command" -> List.of(measureCommand(call, session));
                case "set-location", "cd" -> {
                    session.moveTo(session.path(call.require("path", 0)));
                    yield List.of();
                }
                case "test-path",
                        "new-item",
                        "copy-item",
                        "remove-item",
                        "move-item",
                        "get-content",
                        "set-content",
                        "get-childitem",
                        "get-psdrive" -> FileCmdlets.run(call, session);
                case "get-service", "start-service", "stop-service", "get-process", "stop-process" ->
                    ServiceCmdlets.run(call, session);
                default -> Programs.run(call, session);
            };
        } catch (IOException failure) {
            throw new PowerShellException(call.name() + ": " + failure.getMessage());
        }
    }

    /** Returns the input of a command as text. */
    static String text(List<Object> input) {
        return input.stream().map(Values::text).collect(Collectors.joining("\n"));
    }

    private static Map<String, Object> measureObject(Call call) {
        Map<String, Object> measured = new TreeMap<>();
        measured.put("Count", (long) call.input().size());
        Object property = call.get("property", 0);
        if (property != null) {
            measured.put(
                    "Sum",
                    call.input().stream()
                            .mapToDouble(object -> Values.number(Values.property(object, Values.text(property))))
                            .sum());
        }
        return measured;
    }

    private static Map<String, Object> measureCommand(Call call, Session session) {
        if (!(call.require("expression", 0) instanceof Script script)) {
            throw new PowerShellException("Measure-Command needs a block in braces");
        }
        long start = System.nanoTime();
        script.run(session);
        double seconds = (System.nanoTime() - start) / 1e9;
        return Map.of("TotalSeconds", seconds, "TotalMilliseconds", seconds * 1000);
    }
}
