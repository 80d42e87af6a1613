package dev.runbook.lab.powershell;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The cmdlets for services and processes; the machine has one service, whose manager is its program {@code service}.
 */
final class ServiceCmdlets {
    private static final String SERVICE = "SocialDownloadManager";
    private static final String PROCESS = "social-download-manager";

    private ServiceCmdlets() {}

    static List<Object> run(Call call, Session session) throws IOException {
        String name = Values.text(call.require("name", 0));
        boolean service = call.name().toLowerCase(Locale.ROOT).endsWith("-service");
        if (!name.equalsIgnoreCase(service ? SERVICE : PROCESS)) {
            throw new PowerShellException(
                    "Cannot find any " + (service ? "service" : "process") + " with the name '" + name + "'.");
        }
        return switch (call.name().toLowerCase(Locale.ROOT)) {
            case "get-service" -> List.of(Map.of("Name", SERVICE, "Status", runs(session) ? "Running" : "Stopped"));
            case "start-service" -> {
                Programs.Result started = Programs.execute(session, "", "service", "start");
                if (started.code() != 0) {
                    throw new PowerShellException("Failed to start service '" + SERVICE + "': "
                            + started.err().strip());
                }
                yield List.of();
            }
            case "get-process" -> {
                if (!runs(session)) {
                    throw new PowerShellException("Cannot find a process with the name \"" + name + "\".");
                }
                yield List.of(Map.of("Name", PROCESS));
            }
            default -> {
                Programs.execute(session, "", "service", "stop");
                yield List.of();
            }
        };
    }

    private static boolean runs(Session session) throws IOException {
        return Programs.execute(session, "", "service", "status").code() == 0;
    }
}
