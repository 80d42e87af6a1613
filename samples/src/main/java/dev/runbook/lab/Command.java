package dev.runbook.lab;

import dev.runbook.EngineException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program on this machine for the lab and waits for it to end. */
public final class Command {
    private Command() {}

    /**
     * Runs a command and returns its output.
     *
     * @throws EngineException with its last lines, when it fails or exceeds the time limit
     */
    public static String run(Duration longest, List<String> command) {
        return run(longest, Path.of(""), command);
    }

    /** Runs a command in a folder. */
    public static String run(Duration longest, Path folder, List<String> command) {
        try {
            // A file, not a pipe: a server that the command starts keeps its output open.
            Path output = Files.createTempFile("runbook-lab", ".out");
            try {
                Process process = new ProcessBuilder(command)
                        .directory(folder.toAbsolutePath().toFile())
                        .redirectInput(ProcessBuilder.Redirect.from(
                                Path.of("/dev/null").toFile()))
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
                boolean ended = process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS);
                String printed = new String(Files.readAllBytes(output), StandardCharsets.UTF_8).strip();
                if (!ended) {
                    process.destroyForcibly();
                    throw new EngineException(
                            command.get(0) + " took longer than " + longest.toSeconds() + " s: " + printed);
                }
                if (process.exitValue() != 0) {
                    throw new EngineException(
                            String.join(" ", command) + " exited with " + process.exitValue() + ": " + printed);
                }
                return printed;
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException failure) {
            throw new EngineException("cannot run " + command.get(0) + ": " + failure.getMessage(), failure);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            throw new EngineException("interrupted while " + command.get(0) + " ran", closing);
        }
    }

    /** Returns whether the command can be run and exits with 0. */
    public static boolean works(List<String> command) {
        try {
            run(Duration.ofSeconds(5), command);
            return true;
        } catch (EngineException failure) {
            return false;
        }
    }
}
