package dev.runbook.lab.powershell;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Runs the programs of the machine. */
final class Programs {
    private Programs() {}

    /** How a program ended, and what it printed. */
    record Result(int code, String out, String err) {}

    /** Runs a program with the arguments as the script wrote them, and sets {@code $LASTEXITCODE}. */
    static List<Object> run(Call call, Session session) throws IOException {
        if (find(call.name(), session) == null) {
            throw new PowerShellException("The term '" + call.name()
                    + "' is not recognized as a name of a cmdlet, function, script file, or executable program.");
        }
        List<String> command = new ArrayList<>(List.of(call.name()));
        call.parameters().forEach((parameter, value) -> {
            command.add("-" + parameter);
            if (!Boolean.TRUE.equals(value)) {
                command.add(Values.text(value));
            }
        });
        call.arguments().forEach(argument -> command.add(Values.text(argument)));
        Result result = execute(session, Cmdlets.text(call.input()), command.toArray(String[]::new));
        System.err.print(result.err());
        session.set("LASTEXITCODE", (long) result.code());
        return result.out().lines().<Object>map(line -> line).toList();
    }

    /** Runs a program with input, in the session's location, and waits for its end. */
    static Result execute(Session session, String input, String... command) throws IOException {
        List<String> words = new ArrayList<>(List.of(command));
        words.set(0, find(command[0], session).toString());
        Path out = Files.createTempFile("pwsh", ".out");
        Path err = Files.createTempFile("pwsh", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(words)
                    .directory(session.location().toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().clear();
            builder.environment().putAll(session.environment());
            Process process = builder.start();
            try (OutputStream stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException ended) {
                // The program ended without reading its input.
            }
            return new Result(process.waitFor(), Files.readString(out), Files.readString(err));
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            throw new PowerShellException(command[0] + " was interrupted");
        } finally {
            Files.deleteIfExists(out);
            Files.deleteIfExists(err);
        }
    }

    /** Returns the program's file, or null when the machine has none of that name. */
    private static Path find(String program, Session session) {
        return Stream.of(session.environment().getOrDefault("PATH", "").split(":"))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElse(null);
    }
}
