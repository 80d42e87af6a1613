package dev.runbook.journal;

import dev.runbook.journal.event.AttemptFinished;
import dev.runbook.journal.event.AttemptStarted;
import dev.runbook.journal.event.RunStarted;
import dev.runbook.value.FileReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Compares the files of a run's folder with its journal: kept texts, outputs, and nothing else. */
final class FolderCheck {
    /** The files an engine leaves in a run's folder without a record of them. */
    private static final Set<String> WITHOUT_RECORD =
            Set.of("journal", "engine.lock", "abort", "transcript.html", RunFolder.SIGNATURE);

    private final Path folder;
    private final List<Entry> entries;
    private final KeptFiles kept;
    private final Map<String, String> outputs = new TreeMap<>();
    private final Set<String> texts;
    private final Set<String> withoutHash = new TreeSet<>();

    FolderCheck(Path folder, List<Entry> entries) {
        this.folder = folder;
        this.entries = entries;
        this.kept = new KeptFiles(folder);
        this.texts = KeptFiles.names(entries);
        Map<String, String> open = new HashMap<>();
        for (Entry entry : entries) {
            if (entry.event() instanceof AttemptStarted attempt
                    && !attempt.output().isEmpty()) {
                open.put(attempt.step() + " " + attempt.number(), attempt.output());
                withoutHash.add(attempt.output());
            } else if (entry.event() instanceof AttemptFinished attempt) {
                String output = open.remove(attempt.step() + " " + attempt.number());
                if (output != null && !attempt.output().hash().isEmpty()) {
                    outputs.put(output, attempt.output().hash());
                    withoutHash.remove(output);
                }
            }
        }
    }

    /** Returns the counts: {@code 3 kept texts, 12 outputs}. */
    String counts() {
        return KeptFiles.count(entries) + " kept texts, " + outputs.size() + " outputs";
    }

    /** Returns the outputs that exist without a hash: of attempts during which the engine died. */
    List<String> unverified() {
        return withoutHash.stream()
                .filter(name -> Files.exists(folder.resolve(name)))
                .toList();
    }

    /** Returns the first file that differs from its record, in words; empty if none does. */
    Optional<String> firstProblem() {
        return otherRun()
                .or(() -> kept.firstChanged(entries))
                .or(this::firstChangedOutput)
                .or(this::firstAddedFile);
    }

    private Optional<String> otherRun() {
        return !entries.isEmpty()
                        && entries.get(0).event() instanceof RunStarted start
                        && !start.run().equals(folder.getFileName().toString())
                ? Optional.of(
                        "the folder is named " + folder.getFileName() + ", its journal is that of run " + start.run())
                : Optional.empty();
    }

    private Optional<String> firstChangedOutput() {
        return outputs.entrySet().stream()
                .flatMap(output -> changed(output.getKey(), output.getValue()).stream())
                .findFirst();
    }

    private Optional<String> changed(String name, String hash) {
        Path file = folder.resolve(name);
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                return Optional.of(name + " is missing");
            }
            return OutputHash.of(file).equals(hash)
                    ? Optional.empty()
                    : Optional.of(name + " was changed after the attempt had ended");
        } catch (IOException unreadable) {
            return Optional.of(name + " cannot be read: " + FileReason.of(unreadable));
        }
    }

    private Optional<String> firstAddedFile() {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
                    .map(file -> folder.relativize(file).toString())
                    .filter(name -> !expected(name))
                    .sorted()
                    .findFirst()
                    .map(name -> name + " was not written by the run");
        } catch (IOException unreadable) {
            return Optional.of("the folder cannot be read: " + FileReason.of(unreadable));
        }
    }

    private boolean expected(String name) {
        String output = name.replaceFirst("(\\.log)(\\.index|\\.cut)$", "$1");
        return WITHOUT_RECORD.contains(name)
                || outputs.containsKey(output)
                || withoutHash.contains(output)
                || texts.contains(name);
    }
}
