package dev.runbook.journal;

import dev.runbook.time.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;

/** The folder of one run: {@code journal}, {@code runbook/} (what ran), {@code output/}, {@code transcript.html}. */
public final class RunFolder {
    private static final int LONGEST_NAME = 60;

    private final Path path;

    RunFolder(Path path) {
        this.path = path;
    }

    public String id() {
        return path.getFileName().toString();
    }

    public Path path() {
        return path;
    }

    /** A journal for a fresh run. */
    public Journal create(Clock clock) {
        return FileJournal.create(journalFile(), clock);
    }

    /** The journal of a run that goes on. */
    public Journal reopen(JournalText text, Clock clock) {
        return FileJournal.reopen(text, clock);
    }

    /** @throws JournalException when there is none or it cannot be read */
    public JournalText read() {
        return JournalReader.read(journalFile());
    }

    /** Keeps what ran, so that history shows it and not what the file says today. Names are relative paths. */
    public void keepRunbook(Map<String, String> files) {
        files.forEach((name, text) -> {
            Path file = path.resolve("runbook").resolve(name).normalize();
            if (!file.startsWith(path.resolve("runbook"))) {
                throw new JournalException("'" + name + "' is no name within a run's folder");
            }
            try {
                Files.createDirectories(file.getParent(), Permissions.folder());
                Files.writeString(file, text);
            } catch (IOException refused) {
                throw new JournalException("cannot keep what ran in " + file + ": " + refused.getMessage(), refused);
            }
        });
    }

    /** The file for what an attempt prints; its name says which, as far as a file name can. */
    public String outputName(String step, int number) {
        String plain =
                step.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        String cut = plain.substring(0, Math.min(plain.length(), LONGEST_NAME));
        return "output/" + cut + "-" + Integer.toHexString(step.hashCode()) + "-" + number + ".log";
    }

    public OutputFile output(String name) {
        Path file = path.resolve(name);
        try {
            Files.createDirectories(file.getParent(), Permissions.folder());
            if (Files.exists(file)) { // a resumed run asks again under the number of an attempt that was cut
                Files.move(file, Path.of(file + ".cut"), StandardCopyOption.REPLACE_EXISTING);
                Files.deleteIfExists(Path.of(file + ".index"));
            }
        } catch (IOException refused) {
            throw new JournalException("cannot make " + file.getParent() + ": " + refused.getMessage(), refused);
        }
        return new OutputFile(file);
    }

    /** Writes a file of the folder whole or not at all. */
    public void write(String name, String text) {
        Path file = path.resolve(name);
        Path part = path.resolve(name + ".part");
        try {
            Files.deleteIfExists(part);
            Files.writeString(Files.createFile(part, Permissions.file()), text, StandardOpenOption.WRITE);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException refused) {
            throw new JournalException("cannot write " + file + ": " + refused.getMessage(), refused);
        }
    }

    private Path journalFile() {
        return path.resolve("journal");
    }
}
