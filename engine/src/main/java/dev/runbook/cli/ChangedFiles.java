package dev.runbook.cli;

import dev.runbook.time.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Notices that files have changed since they were read. A change counts once the files have been the same for two looks,
 * so that a file is not read while an editor or a checkout writes it. Used by one thread.
 */
final class ChangedFiles {
    private static final Duration EVERY = Duration.ofSeconds(5);

    /** @param key identifies the file also if another one has replaced it; null where the system has none */
    private record Version(FileTime changedAt, long size, Object key) {}

    private final Clock clock;
    private final Supplier<Set<Path>> files;
    private Map<Path, Optional<Version>> read = Map.of();
    private Map<Path, Optional<Version>> seen = Map.of();
    private long lookedAt;

    /** @param files returns those that matter now */
    ChangedFiles(Clock clock, Supplier<Set<Path>> files) {
        this.clock = clock;
        this.files = files;
        this.lookedAt = clock.nanos();
    }

    /** Remembers the files as they are, before they are read; returns those that have changed since the call before. */
    Set<Path> begin() {
        Map<Path, Optional<Version>> now = versions();
        Set<Path> changed = new HashSet<>(now.keySet());
        changed.removeIf(file -> now.get(file).equals(read.getOrDefault(file, Optional.empty())));
        read = now;
        return changed;
    }

    /** Remembers the files that matter since others were read. */
    void complete() {
        Map<Path, Optional<Version>> all = new HashMap<>(versions());
        all.putAll(read);
        read = all;
    }

    /** Makes the next look find a change. */
    void retry() {
        read = Map.of();
    }

    /** Looks at the files now and then; returns whether they have changed and no longer change. */
    boolean settled() {
        if (clock.nanos() - lookedAt < EVERY.toNanos()) {
            return false;
        }
        lookedAt = clock.nanos();
        Map<Path, Optional<Version>> now = versions();
        boolean same = now.equals(seen);
        seen = now;
        return same
                && now.keySet().stream()
                        .anyMatch(file -> !Objects.equals(now.get(file), read.getOrDefault(file, Optional.empty())));
    }

    private Map<Path, Optional<Version>> versions() {
        Set<Path> all = new HashSet<>(files.get());
        all.addAll(read.keySet()); // also those that were deleted
        Map<Path, Optional<Version>> versions = new HashMap<>();
        all.forEach(file -> versions.put(file, version(file)));
        return versions;
    }

    private static Optional<Version> version(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(new Version(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey()));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }
}
