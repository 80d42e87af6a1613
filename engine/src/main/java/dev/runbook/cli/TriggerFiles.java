package dev.runbook.cli;

import dev.runbook.AuthorException;
import dev.runbook.text.TextFile;
import dev.runbook.value.FileReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Finds the files below a folder that may declare triggers. */
final class TriggerFiles {
    private static final String ENDING = ".groovy";
    private static final String WORD = "trigger";
    private static final int DEEPEST = 5;

    private TriggerFiles() {}

    /**
     * Returns the files in which the word occurs, in the order of their names; the others need not be compiled.
     *
     * @throws AuthorException when there is no such folder or file
     */
    static List<Path> below(Path top) {
        if (!Files.exists(top)) {
            throw new AuthorException("there is no folder " + top);
        }
        try {
            return scripts(top).stream()
                    .filter(TriggerFiles::mentionsTriggers)
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new AuthorException("cannot list " + top + ": " + FileReason.of(unreadable), unreadable);
        }
    }

    /** Returns all files below the folder that might declare triggers, now or after a change; none if it is gone. */
    static List<Path> possible(Path top) {
        try {
            return scripts(top);
        } catch (IOException gone) {
            return List.of();
        }
    }

    private static List<Path> scripts(Path top) throws IOException {
        try (Stream<Path> files = Files.walk(top, DEEPEST)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(ENDING))
                    .toList();
        } catch (UncheckedIOException unreadable) {
            throw unreadable.getCause();
        }
    }

    private static boolean mentionsTriggers(Path file) {
        try {
            return TextFile.read(file, TextFile.WRITTEN_BY_HAND).contains(WORD);
        } catch (IOException unreadable) {
            return true; // reported when it is read
        }
    }
}
