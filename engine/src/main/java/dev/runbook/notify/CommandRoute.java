package dev.runbook.notify;

import dev.runbook.file.SystemPrograms;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Hands messages to a program on its standard input, without a shell. No text of a message is part of the command, so
 * none can become code or an option.
 */
final class CommandRoute implements Route {
    private static final int LONGEST_EXCERPT = 200;

    private final List<String> command;
    private final Set<String> withheld;

    /** @param withheld the engine's variables that hold secrets, which the program does not get */
    CommandRoute(List<String> command, Set<String> withheld) {
        this.command = command;
        this.withheld = withheld;
    }

    @Override
    public void send(Notice notice, DeliveryAttempts attempts) throws IOException {
        Path errors = Files.createTempFile("runbook-notify", ".err");
        try {
            Process process = start(notice, errors);
            try {
                CompletableFuture<Void> written = CompletableFuture.runAsync(() -> write(process, notice.text()));
                if (!process.waitFor(attempts.left().toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new InterruptedIOException("the delivery time is over");
                }
                written.cancel(true);
            } catch (InterruptedException late) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("the delivery time is over");
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
            if (process.exitValue() != 0) {
                throw new IOException(
                        command.get(0) + " ended with exit code " + process.exitValue() + excerpt(errors));
            }
        } finally {
            Files.deleteIfExists(errors);
        }
    }

    private Process start(Notice notice, Path errors) throws IOException {
        List<String> found = new ArrayList<>(command);
        if (!command.get(0).contains("/")) {
            SystemPrograms.named(command.get(0), List.of()).ifPresent(program -> found.set(0, program));
        }
        ProcessBuilder builder =
                new ProcessBuilder(found).redirectOutput(Redirect.DISCARD).redirectError(errors.toFile());
        Map<String, String> variables = builder.environment();
        variables.keySet().removeAll(withheld);
        variables.put("RUNBOOK_CHANNEL", notice.channel());
        variables.put("RUNBOOK_EVENT", notice.trigger().word());
        for (String name : List.of("run", "mode")) {
            variables.put(
                    "RUNBOOK_" + name.toUpperCase(Locale.ROOT), notice.about().getOrDefault(name, ""));
        }
        try {
            return builder.start();
        } catch (IOException absent) {
            throw new IOException("the command " + command.get(0) + " cannot be started", absent);
        }
    }

    /** Writes the message; a program that does not read it may still have sent something. */
    private static void write(Process process, String text) {
        try (OutputStream in = process.getOutputStream()) {
            in.write((text + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException notRead) {
            // its exit code says whether that is a failure
        }
    }

    private static String excerpt(Path errors) throws IOException {
        try (var in = Files.newInputStream(errors)) {
            String line = new String(in.readNBytes(4 * LONGEST_EXCERPT), StandardCharsets.UTF_8)
                    .strip()
                    .lines()
                    .findFirst()
                    .orElse("");
            return line.isEmpty() ? "" : ": " + MessageText.cut(line, LONGEST_EXCERPT);
        }
    }
}
