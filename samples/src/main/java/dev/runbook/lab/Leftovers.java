package dev.runbook.lab;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Finds what a lab left behind: its processes, and ports that are still in use. */
record Leftovers(LabHome home) {
    private static final Path PROCESSES = Path.of("/proc");
    private static final Duration GRACE = Duration.ofSeconds(3);

    /** Returns the processes of the lab, also in other sessions or groups. */
    List<ProcessHandle> processes() {
        long self = ProcessHandle.current().pid();
        List<ProcessHandle> found = new ArrayList<>();
        try (Stream<Path> folders = Files.list(PROCESSES)) {
            folders.filter(folder -> folder.getFileName().toString().matches("\\d+"))
                    .filter(this::ofThisLab)
                    .map(folder ->
                            ProcessHandle.of(Long.parseLong(folder.getFileName().toString())))
                    .flatMap(Optional::stream)
                    .filter(process -> process.pid() != self)
                    .forEach(found::add);
        } catch (IOException noProcessFolder) {
            return List.of();
        }
        return found;
    }

    /** Ends the processes, gracefully first; returns those that existed. */
    List<ProcessHandle> end() {
        List<ProcessHandle> found = processes();
        found.forEach(ProcessHandle::destroy);
        CompletableFuture<?> gone = CompletableFuture.allOf(
                found.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new));
        try {
            gone.get(GRACE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException stubborn) {
            processes().forEach(ProcessHandle::destroyForcibly);
        }
        return found;
    }

    /** Returns the lab's ports that a process listens on. */
    List<Port> takenPorts() {
        return home.estate().ports().stream()
                .filter(port -> !port.onDemand() && taken(port.at(home)))
                .<Port>map(port -> port)
                .toList();
    }

    private static boolean taken(InetSocketAddress at) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(at);
            return false;
        } catch (IOException somebody) {
            return true;
        }
    }

    private boolean ofThisLab(Path process) {
        try {
            return Owner.isThisUser(process) && (carriesMark(process) || isDatabase(process));
        } catch (IOException notOurs) {
            return false;
        }
    }

    /** Returns whether a process was started by this lab of this user, by the mark in its environment. */
    boolean isMarked(long pid) {
        Path process = PROCESSES.resolve(Long.toString(pid));
        try {
            return Owner.isThisUser(process) && carriesMark(process);
        } catch (IOException gone) {
            return false;
        }
    }

    private boolean carriesMark(Path process) throws IOException {
        String mark = home.mark().getKey() + "=" + home.mark().getValue();
        String variables = new String(Files.readAllBytes(process.resolve("environ")), StandardCharsets.ISO_8859_1);
        return Arrays.asList(variables.split("\0")).contains(mark);
    }

    /**
     * Returns whether this is a PostgreSQL process: they overwrite their environment with their title, but all run in
     * the data folder.
     */
    private boolean isDatabase(Path process) throws IOException {
        return Files.readSymbolicLink(process.resolve("cwd")).startsWith(home.folder())
                && Files.readSymbolicLink(process.resolve("exe")).startsWith(home.shared());
    }
}
