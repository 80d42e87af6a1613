package dev.runbook.cli.doctor;

import dev.runbook.AuthorException;
import dev.runbook.environment.Channel;
import dev.runbook.environment.Environment;
import dev.runbook.environment.Monitoring;
import dev.runbook.environment.Target;
import dev.runbook.journal.SigningKey;
import dev.runbook.notify.Reachability;
import dev.runbook.time.Clock;
import dev.runbook.value.FileReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Checks everything that an environment names: secrets, keys, paths, targets, channels and clocks. Sends no message and
 * changes no target. Each result is passed on as soon as it is known.
 */
public final class Checkup {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final long LEAST_MEGABYTES = 100;

    private final Environment environment;
    private final Clock clock;
    private final Consumer<Finding> found;
    private final TargetAccess access;

    public Checkup(Environment environment, Clock clock, Consumer<Finding> found) {
        this.environment = environment;
        this.clock = clock;
        this.found = found;
        this.access = new TargetAccess(environment);
    }

    public void run() {
        environment.secrets().hideNamed();
        environment.secretSources().keySet().forEach(this::secret);
        environment.signingKey().ifPresent(this::signingKey);
        environment.shell().path().forEach(this::programFolder);
        ClockComparison clocks = new ClockComparison();
        try (TargetProbe probe = new TargetProbe(environment, clock, clocks)) {
            environment
                    .services()
                    .forEach((name, service) -> target(Target.Kind.SERVICE, name, () -> probe.service(service)));
            environment
                    .hosts()
                    .forEach((name, hosts) -> target(Target.Kind.HOST, name, () -> probe.hosts(name, hosts)));
            environment
                    .databases()
                    .forEach((name, database) -> target(Target.Kind.DATABASE, name, () -> probe.database(database)));
        }
        channels();
        monitoring();
        found.accept(clocks.finding());
    }

    /** One check, which may fail with one line for people. */
    @FunctionalInterface
    private interface Check {
        Finding find() throws IOException;
    }

    private void check(String subject, Check check) {
        try {
            found.accept(check.find());
        } catch (AuthorException | IOException failed) {
            found.accept(Finding.failed(subject, mask(String.valueOf(failed.getMessage()))));
        }
    }

    private String mask(String text) {
        return environment.secrets().masker().mask(text);
    }

    private void secret(String name) {
        String subject = "secret '" + name + "'";
        check(subject, () -> {
            access.open(new Target(Target.Kind.SECRET, name));
            return Finding.ok(subject, "can be opened");
        });
    }

    private void signingKey(Path key) {
        check("signing key", () -> {
            SigningKey.read(key);
            return Finding.ok("signing key", key.toString());
        });
    }

    private void programFolder(Path folder) {
        String subject = "shell path " + folder;
        found.accept(
                Files.isDirectory(folder)
                        ? Finding.ok(subject, "is a folder")
                        : Finding.failed(subject, "there is no such folder"));
    }

    /** Opens what a target needs before it is contacted, because the reason is clearer. */
    private void target(Target.Kind kind, String name, Check probe) {
        String group = kind == Target.Kind.HOST ? "hosts" : kind == Target.Kind.SERVICE ? "service" : "database";
        check(group + " '" + name + "'", () -> {
            access.open(new Target(kind, name));
            return probe.find();
        });
    }

    private void channels() {
        Map<String, Channel> all = new LinkedHashMap<>();
        environment.channels().forEach((name, channel) -> all.put("channel '" + name + "'", channel));
        environment.drill().channels().forEach((name, channel) -> all.put("channel '" + name + "' of drills", channel));
        Reachability reach = new Reachability(environment, LIMIT);
        all.forEach((subject, channel) -> check(subject, () -> {
            access.channel(channel);
            return reach.of(channel)
                    .map(reached -> Finding.ok(subject, reached))
                    .orElseGet(() -> Finding.skipped(subject, untried(channel)));
        }));
    }

    private static String untried(Channel channel) {
        if (channel.destination() instanceof Channel.Console) {
            return "the terminal";
        }
        return channel.destination() instanceof Channel.Program
                ? "its program is on this machine; it was not run"
                : "behind a proxy, which only a message goes through";
    }

    private void monitoring() {
        Monitoring monitoring = environment.monitoring();
        monitoring
                .ping()
                .ifPresent(source -> check(
                        "ping",
                        () -> new Reachability(environment, LIMIT)
                                .of(source, Monitoring.PING)
                                .map(reached -> Finding.ok("ping", reached))
                                .orElseGet(() ->
                                        Finding.skipped("ping", "behind a proxy, which only a ping goes through"))));
        monitoring.textfiles().ifPresent(folder -> check("textfiles", () -> writable("textfiles", folder)));
    }

    /** Checks that a file can be created in a folder, by creating and deleting one. */
    static Finding writable(String subject, Path folder) {
        try {
            Files.delete(Files.createTempFile(folder, ".doctor", ".part"));
            return Finding.ok(subject, folder + " is writable");
        } catch (IOException refused) {
            return Finding.failed(subject, "cannot write to " + folder + ": " + FileReason.of(refused));
        }
    }

    /** Checks where runs are kept, and the folders that lead there. */
    public static Finding home(Path home) {
        try {
            Files.createDirectories(home);
        } catch (IOException refused) {
            return Finding.failed("runs", "cannot create " + home + ": " + FileReason.of(refused));
        }
        Finding writable = writable("runs", home);
        Optional<Finding> full = writable.failed() ? Optional.empty() : full(home);
        return full.orElse(writable);
    }

    private static Optional<Finding> full(Path home) {
        long megabytes = home.toFile().getUsableSpace() >> 20;
        return megabytes >= LEAST_MEGABYTES
                ? Optional.empty()
                : Optional.of(Finding.failed("runs", "only " + megabytes + " MB are free in " + home));
    }
}
