package dev.runbook.action.shell;

import dev.runbook.action.Attempt;
import dev.runbook.action.CancellationToken;
import dev.runbook.action.Outcome;
import dev.runbook.value.StopProof;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * One process on this machine with all its children: sends its input, reads its output, waits for it, stops it. Single
 * use.
 */
final class LocalProcess {
    private final Attempt attempt;
    private final String program;
    private final AcknowledgedOutput output;
    private final Captures captures;
    private final ProcessOutput streams;
    private final Process process;
    private final ProcessStop stop;
    private final CompletableFuture<StopProof> stopped = new CompletableFuture<>();
    private volatile boolean stopping;
    private volatile String lastWords = "";

    private LocalProcess(Started started, ProcessStop stop, Acknowledgement marks, Attempt attempt) {
        this.program = started.program();
        this.streams = started.streams();
        this.process = started.process();
        this.attempt = attempt;
        this.stop = stop;
        this.captures = new Captures(attempt.output(), "", attempt.keptBytes());
        this.output = new AcknowledgedOutput(captures, marks);
    }

    private record Started(String program, ProcessOutput streams, Process process) {}

    /**
     * Runs a command until it ends or the attempt is stopped.
     *
     * @param program the program that runs the script, for messages
     * @param input the command's standard input
     * @param marks what the command prints when it has read the input
     * @param ownGroup whether the command makes itself the leader of a process group
     * @param signals can signal the processes of the user it runs as
     */
    static Outcome run(
            ProcessBuilder command,
            String program,
            byte[] input,
            Acknowledgement marks,
            boolean ownGroup,
            ProcessSignals signals,
            Attempt attempt) {
        command.environment().put(Marker.VARIABLE, Marker.encoded(attempt.marker()));
        ProcessOutput streams = new ProcessOutput(attempt.resources().get(OutputPipes.class, OutputPipes::new));
        Process process;
        try {
            process = streams.start(command);
        } catch (IOException refused) {
            return Outcome.failed("could not start " + command.command().get(0) + ": " + refused.getMessage());
        }
        ProcessStop stop = ProcessStop.of(ownGroup ? process.pid() : 0, attempt.marker(), signals, attempt.clock());
        return new LocalProcess(new Started(program, streams, process), stop, marks, attempt).run(input);
    }

    private Outcome run(byte[] input) {
        streams.copyTo(output, attempt.clock());
        daemon("input", () -> feed(input)).start();
        attempt.stop().onRequest(this::beginStop);
        boolean interrupted = false;
        try {
            while (!process.waitFor(1, TimeUnit.SECONDS) && !stopped.isDone()) {
                // a process stuck in the kernel never ends; its stop does
            }
            drain();
        } catch (InterruptedException stop) {
            interrupted = true;
            beginStop();
        }
        Outcome outcome = outcome();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return outcome;
    }

    private void feed(byte[] input) {
        try (OutputStream to = process.getOutputStream()) {
            to.write(input);
        } catch (IOException ended) {
            // it ended, or was stopped, before it had read everything: see its exit code
        }
    }

    private void drain() throws InterruptedException {
        if (!streams.finish() || stopping) {
            return;
        }
        List<String> left = stop.left();
        attempt.output().note(SurvivorReport.words(left, streams.discardTheRest()));
    }

    private synchronized void beginStop() {
        if (!stopping && process.isAlive()) {
            stopping = true;
            try {
                daemon("stop", this::stop).start();
            } catch (OutOfMemoryError noThread) {
                stop();
            }
        }
    }

    /** Stops the process; always completes the proof, so that no caller waits forever. */
    private void stop() {
        long began = attempt.clock().nanos();
        List<String> survivors = List.of("process " + process.pid() + " and what it started");
        String what = "the stop went wrong";
        try {
            lastWords = captures.lastWords();
            stopped.complete(stop.stop(attempt.grace()));
        } catch (RuntimeException | Error fault) {
            what += ": " + fault;
            System.getLogger(LocalProcess.class.getName()).log(System.Logger.Level.DEBUG, what, fault);
        } finally {
            stopped.complete(
                    new StopProof(what, Duration.ofNanos(attempt.clock().nanos() - began), survivors));
        }
    }

    private Outcome outcome() {
        output.settled();
        if (!stopping) {
            return output.started()
                    ? ShellOutcome.of(process.exitValue(), captures)
                    : ShellOutcome.notRun(program, process.exitValue(), captures, "");
        }
        StopProof proof = stopped.join();
        Optional<CancellationToken.Reason> reason = attempt.stop().reason();
        return ShellOutcome.stopped(reason.orElse(CancellationToken.Reason.CANCELLED), captures, lastWords, proof);
    }

    private static Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }
}
