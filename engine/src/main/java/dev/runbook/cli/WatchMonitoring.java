package dev.runbook.cli;

import dev.runbook.EngineException;
import dev.runbook.environment.Environment;
import dev.runbook.environment.Monitoring;
import dev.runbook.journal.event.DeliveryResult;
import dev.runbook.metrics.MetricsEndpoint;
import dev.runbook.metrics.Points;
import dev.runbook.metrics.RunMetrics;
import dev.runbook.metrics.Textfile;
import dev.runbook.metrics.TriggerMetrics;
import dev.runbook.trigger.Decision;
import dev.runbook.trigger.Sample;
import dev.runbook.watch.EvaluationListener;
import dev.runbook.watch.TriggerWatch;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The metrics of a watch: an endpoint, and a textfile for each watched file. Both are served on their own threads, so
 * that no trigger waits for them.
 */
final class WatchMonitoring implements EvaluationListener, AutoCloseable {
    private static final int BETWEEN_FILES_SECONDS = 5;

    private final Environment environment;
    private final Consumer<String> report;
    private final Consumer<String> problem;
    private final Map<String, TriggerMetrics> triggers = new ConcurrentHashMap<>();
    private final RunMetrics runs;
    private final ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "metrics");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<String> warned = ConcurrentHashMap.newKeySet();
    private Optional<ScheduledFuture<?>> periodic = Optional.empty();
    private MetricsEndpoint endpoint;

    WatchMonitoring(CliContext context, Environment environment, Consumer<String> report, Consumer<String> problem) {
        this.environment = environment;
        this.report = report;
        this.problem = problem;
        this.runs = new RunMetrics(context.runs());
    }

    /** Opens the endpoint, and writes the textfiles from now on. */
    void begin() {
        Monitoring monitoring = environment.monitoring();
        monitoring.listen().ifPresent(address -> {
            try {
                endpoint = MetricsEndpoint.on(address, this::points, this::warn);
                report.accept("metrics at http://" + address.getHostString() + ":" + endpoint.port() + "/metrics");
            } catch (IOException refused) { // triggers are watched all the same
                problem.accept("no metrics: " + refused.getMessage());
            }
        });
        if (monitoring.textfiles().isPresent()) {
            periodic = Optional.of(writer.scheduleWithFixedDelay(
                    this::writeFiles, BETWEEN_FILES_SECONDS, BETWEEN_FILES_SECONDS, TimeUnit.SECONDS));
        }
    }

    @Override
    public void evaluated(TriggerWatch watch, Sample sample, List<Decision> decided) {
        metrics(watch)
                .evaluated(
                        Instant.ofEpochMilli(watch.decidedAt()),
                        sample,
                        decided,
                        watch.judge().scores());
    }

    @Override
    public void delivered(TriggerWatch watch, String channel, DeliveryResult result, boolean missed) {
        metrics(watch).delivered(channel, result, missed);
    }

    @Override
    public void replaced(TriggerWatch watch) {
        metrics(watch).declares(watch.set());
    }

    private TriggerMetrics metrics(TriggerWatch watch) {
        return triggers.computeIfAbsent(
                watch.set().id(),
                id -> new TriggerMetrics(
                        watch.set(), environment.name(), environment.secrets().masker()::mask));
    }

    private Points points() {
        Points all = new Points();
        triggers.values().forEach(one -> all.addAll(one.points()));
        try {
            all.addAll(runs.of(environment.name(), environment.monitoring().expectedDrills()));
        } catch (EngineException unreadable) { // the metrics of triggers are answered without those of runs
            warn("no metrics of runs: " + unreadable.getMessage());
        }
        return all;
    }

    private void writeFiles() {
        environment
                .monitoring()
                .textfiles()
                .ifPresent(folder -> triggers.forEach((id, one) -> {
                    try {
                        Textfile.ofTriggers(folder, environment.name(), id).write(one.points());
                    } catch (EngineException unwritable) {
                        warn(unwritable.getMessage());
                    } catch (RuntimeException fault) {
                        warn("the metrics of " + id + " were not written: " + fault);
                    }
                }));
    }

    /** Reports each problem once: it would come back with every period. */
    private void warn(String line) {
        if (warned.add(line)) {
            problem.accept(line);
        }
    }

    /** Writes the textfiles for the last time. */
    @Override
    public void close() {
        periodic.ifPresent(files -> files.cancel(false));
        writer.execute(this::writeFiles);
        writer.shutdown();
        try {
            if (!writer.awaitTermination(BETWEEN_FILES_SECONDS, TimeUnit.SECONDS)) {
                problem.accept("the metrics were not written within " + BETWEEN_FILES_SECONDS + "s");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        if (endpoint != null) {
            endpoint.close();
        }
    }
}
