package dev.runbook.cli;

import dev.runbook.journal.RunStore;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a command finds around it.
 *
 * @param variables the engine's own environment variables
 * @param directory where relative file names start
 * @param product the folder of the product, whose {@code runbooks/} are found from anywhere
 */
public record Surroundings(Terminal terminal, Map<String, String> variables, Path directory, Path product) {

    static Surroundings ofProcess() {
        Map<String, String> variables = System.getenv();
        Path here = Path.of("").toAbsolutePath();
        return new Surroundings(
                Terminal.ofProcess(variables),
                variables,
                here,
                Path.of(System.getProperty("runbook.repository", here.toString())));
    }

    Surroundings with(Terminal other) {
        return new Surroundings(other, variables, directory, product);
    }

    /** Where runs are kept. */
    RunStore runs() {
        return RunStore.standard(variables, System.getProperty("user.name"), Path.of(System.getProperty("user.home")));
    }

    /** The user who started the command, for the record. Only root can have come there by {@code sudo}, whose variable names the person. */
    String who() {
        String user = System.getProperty("user.name");
        return user.equals("root") ? variables.getOrDefault("SUDO_USER", user) : user;
    }
}
