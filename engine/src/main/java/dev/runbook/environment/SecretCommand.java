package dev.runbook.environment;

import dev.runbook.AuthorException;
import dev.runbook.file.SystemPrograms;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Gets a secret from a vault's client: runs the command without a shell, with empty standard input and a time limit.
 */
final class SecretCommand {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int LONGEST_SECRET = 1 << 20;

    private static final File NOTHING = new File("/dev/null");

    private SecretCommand() {}

    static String run(List<String> command, String what, Masker masker) {
        Process process;
        try {
            process = new ProcessBuilder(found(command))
                    .redirectInput(ProcessBuilder.Redirect.from(NOTHING))
                    .start();
        } catch (IOException e) {
            throw missing(what, command, "cannot be started", e);
        }
        CompletableFuture<byte[]> out = read(process.getInputStream());
        CompletableFuture<byte[]> err = read(process.getErrorStream());
        try {
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw missing(what, command, "gave no answer within " + PATIENCE.toSeconds() + "s", null);
            }
            if (process.exitValue() != 0) {
                String said = masker.mask(text(err).lines().findFirst().orElse("no message"));
                throw missing(what, command, "ended with exit code " + process.exitValue() + ": " + said, null);
            }
            return text(out);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw missing(what, command, "was interrupted", e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** Resolves the program of the command, also in the system folders: cron's PATH lacks some of them. */
    private static List<String> found(List<String> command) {
        List<String> found = new ArrayList<>(command);
        if (!command.get(0).contains("/")) {
            SystemPrograms.named(command.get(0), List.of()).ifPresent(program -> found.set(0, program));
        }
        return found;
    }

    private static CompletableFuture<byte[]> read(InputStream stream) {
        return CompletableFuture.supplyAsync(() -> {
            try (stream) {
                return stream.readNBytes(LONGEST_SECRET);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Returns the output so far; does not wait for a grandchild that keeps the pipe open. */
    private static String text(CompletableFuture<byte[]> bytes) {
        return new String(
                bytes.completeOnTimeout(new byte[0], 1, TimeUnit.SECONDS).join(), StandardCharsets.UTF_8);
    }

    private static AuthorException missing(String what, List<String> command, String why, Throwable cause) {
        return new AuthorException(what + " is missing: the command " + command.get(0) + " " + why, cause);
    }
}
