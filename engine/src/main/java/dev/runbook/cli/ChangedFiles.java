package dev.runbook.cli;

import dev.runbook.time.Clock;
import dev.runbook.trigger.FollowUp;
import dev.runbook.trigger.Start;
import dev.runbook.trigger.Trigger;
import dev.runbook.trigger.TriggerSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Reports files of a watch that have changed since the watch read them. Used by one thread. */
final class ChangedFiles {
    private static final Duration EVERY = Duration.ofSeconds(30);

    private final Clock clock;
    private final Consumer<String> report;
    private final Map<Path, Optional<FileTime>> read = new HashMap<>();
    private final Set<Path> reported = new HashSet<>();
    private long lookedAt;

    /** @param report receives one line for people for each file */
    ChangedFiles(Clock clock, Consumer<String> report) {
        this.clock = clock;
        this.report = report;
        this.lookedAt = clock.nanos();
    }

    /** Adds a file of triggers and the runbooks that it starts. */
    void add(TriggerSet set) {
        Stream<Start> starts = Stream.concat(
                set.triggers().stream().map(Trigger::start).flatMap(Optional::stream),
                set.followUps().stream().map(FollowUp::start));
        Stream.concat(Stream.of(set.file()), starts.map(Start::file))
                .map(file -> file.toAbsolutePath().normalize())
                .forEach(file -> read.computeIfAbsent(file, ChangedFiles::changedAt));
    }

    /** Looks at the files now and then. */
    void look() {
        if (clock.nanos() - lookedAt < EVERY.toNanos()) {
            return;
        }
        lookedAt = clock.nanos();
        read.forEach((file, before) -> {
            if (!changedAt(file).equals(before) && reported.add(file)) {
                report.accept(file + " has changed: restart the watch to use it");
            }
        });
    }

    private static Optional<FileTime> changedAt(Path file) {
        try {
            return Optional.of(Files.getLastModifiedTime(file));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }
}
