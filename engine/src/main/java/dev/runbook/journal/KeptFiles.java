package dev.runbook.journal;

import dev.runbook.journal.event.Resumed;
import dev.runbook.journal.event.RunStarted;
import dev.runbook.value.FileReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Copies of the files a run uses, kept beside its journal so that history shows what ran and not the current content:
 * {@code runbook/} those of its start, {@code runbook-2/} and following those that a resume found changed. The journal
 * has their hashes.
 */
final class KeptFiles {
    private final Path run;

    KeptFiles(Path run) {
        this.run = run;
    }

    /** @param texts by relative path */
    void keep(String folder, Map<String, String> texts) {
        texts.forEach((name, text) -> {
            Path file = file(folder, name);
            try {
                PrivateFiles.folders(file.getParent());
                PrivateFiles.replace(file, text.getBytes(StandardCharsets.UTF_8));
            } catch (IOException refused) {
                throw new JournalException("cannot keep what ran in " + file + ": " + FileReason.of(refused), refused);
            }
        });
    }

    /** Counts the texts whose hashes the journal has. */
    static int count(List<Entry> entries) {
        return entries.stream().mapToInt(entry -> hashes(entry).size()).sum();
    }

    /** Returns the first text that differs from the one that ran, in words; empty if none does. */
    Optional<String> firstChanged(List<Entry> entries) {
        int folders = 0;
        for (Entry entry : entries) {
            Map<String, String> hashes = hashes(entry);
            if (!hashes.isEmpty()) {
                String folder = folder(++folders);
                Optional<String> changed = hashes.entrySet().stream()
                        .flatMap(hash -> changed(folder, hash.getKey(), hash.getValue()).stream())
                        .findFirst();
                if (changed.isPresent()) {
                    return changed;
                }
            }
        }
        return Optional.empty();
    }

    /** Returns the path of every kept text within the run's folder. */
    static Set<String> names(List<Entry> entries) {
        Set<String> names = new HashSet<>();
        int folders = 0;
        for (Entry entry : entries) {
            Map<String, String> hashes = hashes(entry);
            if (!hashes.isEmpty()) {
                String folder = folder(++folders);
                hashes.keySet().forEach(name -> names.add(folder + "/" + name));
            }
        }
        return names;
    }

    /** Returns the folder of the texts of the run's start (1), and of the resumes that found changed ones. */
    static String folder(int number) {
        return number == 1 ? "runbook" : "runbook-" + number;
    }

    /** Returns the folder for the next texts. */
    static String nextFolder(List<Entry> entries) {
        return folder(1
                + (int) entries.stream()
                        .filter(entry -> !hashes(entry).isEmpty())
                        .count());
    }

    private static Map<String, String> hashes(Entry entry) {
        if (entry.event() instanceof RunStarted start) {
            return start.files();
        }
        return entry.event() instanceof Resumed resumed ? resumed.changed() : Map.of();
    }

    private Optional<String> changed(String folder, String name, String hash) {
        Path file = file(folder, name);
        if (hash.isEmpty()) {
            return Optional.empty();
        }
        String what = "the kept " + folder + "/" + name;
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                return Optional.of(what + " is missing");
            }
            String kept = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            return TextHash.of(kept).equals(hash)
                    ? Optional.empty()
                    : Optional.of(what + " is not what ran: it was changed afterwards");
        } catch (IOException unreadable) {
            return Optional.of(what + " cannot be read: " + FileReason.of(unreadable));
        }
    }

    private Path file(String folder, String name) {
        Path root = run.resolve(folder);
        Path file = root.resolve(name).normalize();
        if (!file.startsWith(root) || file.equals(root)) {
            throw new JournalException("'" + name + "' is not a name within a run's folder");
        }
        return file;
    }
}
