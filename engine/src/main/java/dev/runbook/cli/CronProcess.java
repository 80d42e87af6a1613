package dev.runbook.cli;

import dev.runbook.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs a command of the engine as cron would: a bare environment, in the user's home folder, without a terminal. */
final class CronProcess {
    private final CliContext context;
    private final Map<String, String> variables = new LinkedHashMap<>();

    /** @param set the variables that the crontab sets */
    CronProcess(CliContext context, Map<String, String> set) {
        this.context = context;
        String home = System.getProperty("user.home");
        variables.put("PATH", "/usr/bin:/bin");
        variables.put("SHELL", "/bin/sh");
        variables.put("HOME", home);
        variables.put("LOGNAME", System.getProperty("user.name"));
        variables.put("USER", System.getProperty("user.name"));
        variables.putAll(set);
    }

    /** Returns the exit code of the command, whose output is this process's. */
    int run(List<String> arguments) {
        List<String> command = new ArrayList<>(launcher());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(variables);
        Path home = Path.of(variables.get("HOME"));
        builder.directory((Files.isDirectory(home) ? home : context.directory()).toFile());
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.redirectErrorStream(true);
        try {
            Process process = builder.start();
            process.getInputStream().transferTo(context.terminal().out());
            return process.waitFor();
        } catch (IOException impossible) {
            throw new EngineException(command.get(0) + " cannot be started: " + impossible.getMessage(), impossible);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new EngineException("interrupted", stopped);
        }
    }

    /**
     * Returns the command that starts the engine: the launcher, which must find a JDK by itself, where there is one.
     */
    private List<String> launcher() {
        Path launcher = context.product().resolve("runbook");
        if (Files.isExecutable(launcher)) {
            return List.of(launcher.toString());
        }
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Drunbook.repository=" + System.getProperty("runbook.repository", ""),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName());
    }
}
