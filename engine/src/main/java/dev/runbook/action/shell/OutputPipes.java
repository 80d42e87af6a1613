package dev.runbook.action.shell;

import dev.runbook.file.SystemPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Named pipes for the output of a run's commands. The JDK closes its pipe when a process ends, which kills a surviving
 * child at its next output; the reading end of a named pipe can be handed over. Pipes are reused by later commands.
 * Thread-safe.
 */
final class OutputPipes implements AutoCloseable {
    private static final int AT_ONCE = 4;

    private final Deque<OutputPipe> free = new ArrayDeque<>();
    private Optional<Path> folder = Optional.empty();
    private int made;
    private boolean refused;

    /** Takes a free pipe, which must be given back; empty if this machine cannot create one. */
    synchronized Optional<OutputPipe> take() {
        if (free.isEmpty() && !refused) {
            make();
        }
        return Optional.ofNullable(free.poll());
    }

    /** Returns a pipe without writers to the pool. */
    synchronized void giveBack(OutputPipe pipe) {
        free.push(pipe);
    }

    private void make() {
        try {
            if (folder.isEmpty()) {
                folder = Optional.of(Files.createTempDirectory("runbook-output-"));
            }
            List<OutputPipe> pipes = new ArrayList<>();
            List<String> command = new ArrayList<>(List.of(SystemPrograms.orName("mkfifo"), "-m", "600"));
            for (int i = 0; i < AT_ONCE; i++) {
                Path path = folder.get().resolve("pipe-" + ++made);
                pipes.add(new OutputPipe(path));
                command.add(path.toString());
            }
            Process mkfifo = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            refused = !mkfifo.waitFor(5, TimeUnit.SECONDS) || mkfifo.exitValue() != 0;
            if (!refused) {
                free.addAll(pipes);
            }
        } catch (IOException cannot) {
            refused = true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void close() throws IOException {
        refused = true;
        free.clear();
        if (folder.isPresent()) {
            for (int i = 1; i <= made; i++) {
                Files.deleteIfExists(folder.get().resolve("pipe-" + i));
            }
            Files.deleteIfExists(folder.get());
        }
    }
}
