package dev.runbook.cli;

import dev.runbook.EngineException;
import dev.runbook.terminal.Terminal;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Reads runbooks for {@code check} and {@code plan} in a separate process, so that an untrusted file has no access to
 * this process's environment and libraries, and uses no more time and memory than granted. One process reads all files
 * of a command; it is replaced when a file ends it. Used by one thread.
 */
final class ReaderProcess implements AutoCloseable {
    private static final Duration MOST_TIME = Duration.ofSeconds(10);
    private static final Duration LEAST_TIME = Duration.ofSeconds(2);

    /** The additional time for the first file of a process: the JVM starts, and loads the compiler. */
    static final Duration START = Duration.ofSeconds(5);

    /** The limit for a process that waits without using the processor; far above the delays of a busy machine. */
    private static final Duration MOST_WAIT = Duration.ofMinutes(3);

    private static final long LOOK_MS = 50;
    private static final int OUT_OF_MEMORY = 3;

    private final Supplier<ProcessBuilder> builder;
    private final Duration start;
    private Duration limit;
    private Optional<Running> running = Optional.empty();

    /** Whether the running process has answered a request before. */
    private boolean warm;

    private record Running(Process process, DataOutputStream requests, DataInputStream answers) {}

    /** @param variables the engine's own environment variables, few of which are passed on */
    ReaderProcess(Map<String, String> variables) {
        this(() -> ReaderCommand.builder(variables), MOST_TIME, START);
    }

    /**
     * @param limit the processor time for the first file
     * @param start the additional time for the first file of each process
     */
    ReaderProcess(Supplier<ProcessBuilder> builder, Duration limit, Duration start) {
        this.builder = builder;
        this.start = start;
        this.limit = limit;
    }

    /**
     * The outcome of reading a file.
     *
     * @param answer empty when the process was stopped
     * @param stopped the reason of the stop, in one line
     */
    record Outcome(Optional<ReaderAnswer> answer, String stopped) {}

    /**
     * Lets the process read one runbook.
     *
     * @param command {@code check} or {@code plan}
     * @param runbook as the caller named it
     * @param options all other options given
     */
    @SafeVarargs
    final Outcome ask(String command, String runbook, Terminal terminal, List<String>... options) {
        List<String> words = new ArrayList<>(List.of(command));
        for (List<String> given : options) {
            words.addAll(given);
        }
        words.addAll(List.of("--", runbook));
        Outcome outcome = ask(new ReaderRequest(words, terminal.columns(), terminal.colours()));
        return outcome.answer().isPresent()
                ? outcome
                : new Outcome(Optional.empty(), "reading " + runbook + " " + outcome.stopped());
    }

    /** Starts the process without waiting, so that the caller can do other work meanwhile. */
    void begin() {
        running();
    }

    private Running running() {
        if (running.isEmpty()) {
            try {
                Process process = builder.get().start();
                warm = false;
                running = Optional.of(new Running(
                        process,
                        new DataOutputStream(new BufferedOutputStream(process.getOutputStream())),
                        new DataInputStream(new BufferedInputStream(process.getInputStream()))));
            } catch (IOException e) {
                throw new EngineException("the process that reads runbooks cannot be started: " + e.getMessage(), e);
            }
        }
        return running.get();
    }

    private Outcome ask(ReaderRequest request) {
        Running reader = running();
        Duration most = warm ? processorTime(reader.process()).plus(limit) : limit.plus(start);
        warm = true;
        CompletableFuture<ReaderAnswer> answer = new CompletableFuture<>();
        Thread reading = new Thread(() -> exchange(reader, request, answer), "reader-answers");
        reading.setDaemon(true);
        reading.start();
        for (long waited = 0; waited < MOST_WAIT.toMillis(); waited += LOOK_MS) {
            try {
                return new Outcome(Optional.of(answer.get(LOOK_MS, TimeUnit.MILLISECONDS)), "");
            } catch (TimeoutException goingOn) {
                if (processorTime(reader.process()).compareTo(most) > 0) {
                    return stopped("took more than " + limit.toSeconds() + " s of processor time");
                }
            } catch (ExecutionException ended) {
                return stopped(reasonOfEnd(reader.process()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return stopped("was interrupted");
            }
        }
        return stopped("took more than " + MOST_WAIT.toMinutes() + " minutes");
    }

    private static void exchange(Running reader, ReaderRequest request, CompletableFuture<ReaderAnswer> answer) {
        try {
            request.writeTo(reader.requests());
            answer.complete(ReaderAnswer.readFrom(reader.answers()));
        } catch (IOException e) {
            answer.completeExceptionally(e);
        }
    }

    /**
     * Ends the process. The next file is read by a new process with less time, because files that must be stopped come
     * in numbers.
     */
    private Outcome stopped(String reason) {
        close();
        Duration half = limit.dividedBy(2);
        if (half.compareTo(LEAST_TIME) >= 0) {
            limit = half;
        }
        return new Outcome(Optional.empty(), reason);
    }

    private static String reasonOfEnd(Process process) {
        try {
            if (!process.waitFor(1, TimeUnit.SECONDS)) {
                return "gave no answer that can be read";
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "was interrupted";
        }
        return process.exitValue() == OUT_OF_MEMORY
                ? "took more than " + ReaderCommand.HEAP + " MB of memory"
                : "ended the process that read it, with exit code " + process.exitValue();
    }

    private static Duration processorTime(Process process) {
        return process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    @Override
    public void close() {
        running.ifPresent(reader -> reader.process().destroyForcibly());
        running = Optional.empty();
    }
}
