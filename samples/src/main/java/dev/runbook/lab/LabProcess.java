package dev.runbook.lab;

import dev.runbook.AuthorException;
import dev.runbook.EngineException;
import dev.runbook.environment.LabLocation;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The daemon of one lab, as the command line starts, finds and ends it. */
final class LabProcess {
    private static final Duration LONGEST_START = Duration.ofMinutes(2);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(20);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private final LabHome home;

    LabProcess(LabHome home) {
        this.home = home;
    }

    /**
     * Finds the running daemon. The process file is only a hint: the process it names must belong to this lab, unlike
     * another user's process, or a later one with the same number.
     */
    Optional<ProcessHandle> find() {
        if (!home.exists()) {
            return Optional.empty();
        }
        try {
            long pid = Long.parseLong(Files.readString(home.processFile()).strip());
            return ProcessHandle.of(pid).filter(process -> new Leftovers(home).isMarked(process.pid()));
        } catch (IOException | NumberFormatException none) {
            return Optional.empty();
        }
    }

    /**
     * Starts the daemon in a new session, so that it outlives this terminal, and returns when the lab is ready.
     *
     * @throws AuthorException with the daemon's own reason when it does not start
     */
    void start() throws IOException {
        home.create();
        ProcessBuilder builder = new ProcessBuilder(command())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(home.log().toFile());
        builder.environment().put(home.mark().getKey(), home.mark().getValue());
        builder.environment()
                .put(LabLocation.HOME_VARIABLE, home.folder().getParent().toString());
        builder.environment().put(LabLocation.ADDRESS_VARIABLE, home.address());
        Process daemon = builder.start();
        Files.writeString(home.processFile(), daemon.pid() + "\n");
        awaitReady(daemon);
    }

    private List<String> command() {
        List<String> java = Scripts.javaCommand(LabDaemon.class, List.of(home.lab()));
        if (!Command.works(List.of("setsid", "true"))) {
            return java;
        }
        List<String> command = new ArrayList<>(List.of("setsid"));
        command.addAll(java);
        return command;
    }

    private void awaitReady(Process daemon) throws IOException {
        LabClient client = new LabClient(home);
        long end = System.nanoTime() + LONGEST_START.toNanos();
        while (!client.answers()) {
            if (!daemon.isAlive()) {
                throw new AuthorException("the lab did not start: " + reason());
            }
            if (System.nanoTime() > end) {
                daemon.destroyForcibly();
                throw new EngineException(
                        "the lab was not ready within " + LONGEST_START.toSeconds() + " s; see " + home.log());
            }
            pause();
        }
    }

    private String reason() throws IOException {
        Path failure = home.failure();
        return Files.exists(failure) ? Files.readString(failure) : "see " + home.log();
    }

    /** Waits for the daemon to end after a stop request; ends it if it does not. */
    void awaitEnd(ProcessHandle daemon) {
        try {
            daemon.onExit().get(LONGEST_STOP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException hanging) {
            daemon.destroyForcibly();
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new EngineException("interrupted while the lab was starting", stopped);
        }
    }
}
