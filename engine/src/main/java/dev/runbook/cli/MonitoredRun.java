package dev.runbook.cli;

import dev.runbook.AuthorException;
import dev.runbook.EngineException;
import dev.runbook.environment.Environment;
import dev.runbook.environment.Monitoring;
import dev.runbook.journal.Entry;
import dev.runbook.journal.event.ExitCode;
import dev.runbook.journal.event.RunStarted;
import dev.runbook.metrics.RunMetrics;
import dev.runbook.metrics.Textfile;
import dev.runbook.model.RunModel;
import dev.runbook.notify.DeadManPing;
import dev.runbook.run.RunListener;
import dev.runbook.terminal.TerminalSanitizer;
import dev.runbook.time.Clock;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;

/**
 * Reports one run to the systems that monitor its environment: pings at its start and end, and metrics in a textfile.
 * What cannot be reported is one line on standard error, and changes nothing about the run.
 */
final class MonitoredRun {
    private static final int LONGEST_WRITE_SECONDS = 10;

    private final CliContext context;
    private final Environment environment;
    private final String what;
    private final Optional<DeadManPing> ping;
    private final RunMetrics metrics;
    private final ExecutorService writer = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "metrics");
        thread.setDaemon(true);
        return thread;
    });

    /** @param file of the runbook */
    MonitoredRun(CliContext context, Environment environment, Path file) {
        String id = id(file);
        this.context = context;
        this.environment = environment;
        this.what = id + " in " + environment.name();
        this.ping = address(environment)
                .map(address ->
                        new DeadManPing(address, id, environment.secrets().masker()::mask, Clock.system(), this::warn));
        this.metrics = new RunMetrics(context.runs());
    }

    /** Returns the id of a runbook by its place, because its text may not be readable. */
    private static String id(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        String name = absolute.getFileName().toString().replaceFirst("\\.groovy$", "");
        return absolute.getNameCount() < 2 ? name : absolute.getParent().getFileName() + "/" + name;
    }

    /** Returns the address of the check; empty if there is none, or if it cannot be opened, which refuses the run. */
    private static Optional<String> address(Environment environment) {
        try {
            return environment
                    .monitoring()
                    .ping()
                    .map(source -> environment.secrets().open(source, Monitoring.PING));
        } catch (AuthorException unopened) {
            return Optional.empty();
        }
    }

    /**
     * Performs the run and returns its exit code.
     *
     * @param run is given a listener for the records of the run
     */
    int perform(ToIntFunction<RunListener> run) {
        Started started = new Started();
        try {
            int exit = run.applyAsInt(started);
            String end = what + ": exit code " + exit + started.describe();
            ping.ifPresent(to -> {
                if (exit == ExitCode.OK.number()) {
                    to.succeeded(end);
                } else {
                    to.failed(end);
                }
            });
            return exit;
        } catch (RuntimeException refused) {
            if (!context.terminal().asks()) { // at a terminal a person reads why
                ping.ifPresent(to -> to.failed(what + ": not started: " + refused.getMessage()));
            }
            throw refused;
        } finally {
            writeMetrics();
            close();
        }
    }

    private void writeMetrics() {
        environment
                .monitoring()
                .textfiles()
                .ifPresent(folder -> writer.execute(() -> {
                    try {
                        Textfile.ofRuns(folder, environment.name())
                                .write(metrics.of(
                                        environment.name(),
                                        environment.monitoring().expectedDrills()));
                    } catch (EngineException unwritable) {
                        warn(unwritable.getMessage());
                    } catch (RuntimeException fault) {
                        warn("the metrics were not written: " + fault);
                    }
                }));
    }

    private void close() {
        writer.shutdown();
        try {
            if (!writer.awaitTermination(LONGEST_WRITE_SECONDS, TimeUnit.SECONDS)) {
                warn("the metrics were not written within " + LONGEST_WRITE_SECONDS + "s");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        ping.ifPresent(DeadManPing::close);
    }

    private void warn(String line) {
        context.terminal().err().println("warning: " + TerminalSanitizer.line(line));
    }

    /** Reports the start once the first record is on disk. */
    private final class Started implements RunListener {
        private volatile Optional<String> run = Optional.empty();
        private boolean recorded;

        @Override
        public synchronized void recorded(Entry entry) {
            if (!recorded) {
                recorded = true;
                run = RunModel.replay(List.of(entry)).started().map(RunStarted::run);
                ping.ifPresent(to -> to.started(what + ": started" + describe()));
                writeMetrics();
            }
        }

        @Override
        public void printed(String step, String source, String line) {
            // only the start matters
        }

        private String describe() {
            return run.map(id -> ", run " + id).orElse("");
        }
    }
}
