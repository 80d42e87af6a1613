package dev.runbook.cli.doctor;

import dev.runbook.action.ActionSpec;
import dev.runbook.action.http.HttpMethod;
import dev.runbook.action.http.HttpSpec;
import dev.runbook.action.shell.ShellScript;
import dev.runbook.action.sql.SqlSpec;
import dev.runbook.action.ssh.SshSpec;
import dev.runbook.environment.Environment;
import dev.runbook.environment.Environment.Database;
import dev.runbook.environment.Environment.Host;
import dev.runbook.environment.Environment.HostSettings;
import dev.runbook.environment.Environment.Service;
import dev.runbook.plan.Place;
import dev.runbook.plan.Work;
import dev.runbook.time.Clock;
import dev.runbook.trigger.Measurement;
import dev.runbook.trigger.Sample;
import dev.runbook.value.Template;
import dev.runbook.watch.Measurer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reaches the targets of an environment with the actions of a run, changing nothing, and reads their clocks. */
final class TargetProbe implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Place NOWHERE = new Place("doctor", 0, 0);

    private final Measurer measurer;
    private final Clock clock;
    private final ClockComparison clocks;

    TargetProbe(Environment environment, Clock clock, ClockComparison clocks) {
        this.measurer = new Measurer(environment, clock);
        this.clock = clock;
        this.clocks = clocks;
    }

    Finding service(Service service) {
        String subject = "service '" + service.name() + "'";
        Sample sample = measure(
                subject, HttpSpec.of(HttpMethod.GET, Template.of(service.url())).on(service.name()));
        if (!(sample.values().get("status") instanceof Integer status) || status == 0) {
            return Finding.failed(subject, sample.cause());
        }
        date(sample).ifPresent(time -> clocks.add(subject, time, clock.wall()));
        return Finding.ok(subject, "answers with status " + status);
    }

    private static Optional<Instant> date(Sample sample) {
        Object date = sample.values().get("headers") instanceof Map<?, ?> headers ? headers.get("date") : null;
        try {
            return Optional.ofNullable(date)
                    .map(text -> ZonedDateTime.parse(String.valueOf(text), DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }

    Finding hosts(String group, List<Host> hosts) {
        String subject = "hosts '" + group + "'";
        SshSpec spec =
                new SshSpec(tellsTime(hosts), group, Optional.empty(), Optional.empty(), Optional.empty(), Map.of());
        List<String> missing = spec.missing(measurer.environment());
        if (!missing.isEmpty()) {
            return Finding.failed(subject, String.join("; ", missing));
        }
        Sample sample = measure(subject, spec);
        if (!sample.good()) {
            return Finding.failed(subject, sample.cause());
        }
        if (sample.values().get("stdout") instanceof CharSequence seconds
                && seconds.toString().strip().matches("\\d{1,12}")) {
            clocks.add(
                    subject,
                    Instant.ofEpochSecond(Long.parseLong(seconds.toString().strip())),
                    clock.wall());
        }
        return Finding.ok(subject, hosts.size() == 1 ? "runs a command" : "all " + hosts.size() + " run a command");
    }

    /**
     * Returns the script that prints the time of a host; PowerShell where there is a Windows host, which runs nothing
     * else.
     */
    private static ShellScript tellsTime(List<Host> hosts) {
        boolean windows = hosts.stream().anyMatch(host -> host.settings().shell() == HostSettings.Shell.POWERSHELL);
        return windows
                ? new ShellScript.PowerShellInPlace(Template.of("[DateTimeOffset]::UtcNow.ToUnixTimeSeconds()"))
                : new ShellScript.Text(Template.of("date +%s"));
    }

    Finding database(Database database) {
        String subject = "database '" + database.name() + "'";
        boolean tellsTime = database.url().startsWith("jdbc:postgresql:");
        String query =
                tellsTime ? "select extract(epoch from clock_timestamp())::bigint as seconds" : "select 1 as one";
        Sample sample = measure(
                subject,
                new SqlSpec(
                        new SqlSpec.Script.Text(Template.of(query)), database.name(), Map.of(), false, false, true));
        if (!sample.good()) {
            return Finding.failed(subject, sample.cause());
        }
        if (tellsTime && sample.values().get("value") instanceof Number seconds) {
            clocks.add(subject, Instant.ofEpochSecond(seconds.longValue()), clock.wall());
        }
        return Finding.ok(subject, "answers a query");
    }

    private Sample measure(String name, ActionSpec spec) {
        Work.Perform perform = new Work.Perform(spec);
        return measurer.measure(new Measurement(name, NOWHERE, LIMIT, LIMIT, Optional.empty(), perform, () -> perform));
    }

    @Override
    public void close() {
        measurer.close();
    }
}
