package dev.runbook.cli;

import dev.runbook.AuthorException;
import dev.runbook.EngineException;
import dev.runbook.compile.source.InvalidRunbookException;
import dev.runbook.environment.Environment;
import dev.runbook.trigger.ReadTriggers;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The files of a watch as they are on disk now, read and checked as at its start. */
final class WatchedFiles {
    private static final int MOST_MISTAKES = 3;

    private final Map<Path, Content> files = new LinkedHashMap<>();
    private Optional<Environment> environment = Optional.empty();
    private String mistake = "";

    private WatchedFiles() {}

    /** A file that was read, or its mistakes in one line. */
    record Content(Optional<ReadTriggers> triggers, String mistake) {}

    /**
     * @param top the folder or file that is watched
     * @param option the environment as the command line named it
     * @param before the environment of the watch
     * @param again whether the environment is read again too
     */
    static WatchedFiles read(CliContext context, Path top, Optional<String> option, Environment before, boolean again) {
        WatchedFiles read = new WatchedFiles();
        try {
            ReadRunbooks reader = ReadRunbooks.toAct(context);
            List<Path> found = TriggerFiles.below(top);
            if (again) {
                read.environment = Optional.of(reader.environment(option, found.isEmpty() ? top : found.get(0)));
            }
            Environment where = read.environment.orElse(before);
            found.forEach(file -> read.files.put(file.toAbsolutePath().normalize(), read(reader, file, where)));
        } catch (AuthorException | EngineException mistake) {
            read.mistake = line(mistake);
        } catch (RuntimeException | StackOverflowError | LinkageError fault) { // the watch must continue
            read.mistake = "internal error: " + fault;
        }
        return read;
    }

    private static Content read(ReadRunbooks reader, Path file, Environment where) {
        try {
            ReadTriggers triggers = reader.triggers(file, Optional.of(where));
            if (triggers.set().size() > 0) {
                Preflight.of(triggers.set(), where);
            }
            return new Content(Optional.of(triggers), "");
        } catch (AuthorException | EngineException mistake) {
            return new Content(Optional.empty(), line(mistake));
        }
    }

    /** Returns the mistakes for people in one line. */
    private static String line(RuntimeException mistake) {
        if (mistake instanceof InvalidRunbookException invalid) {
            int more = invalid.diagnostics().size() - MOST_MISTAKES;
            return invalid.diagnostics().stream()
                            .limit(MOST_MISTAKES)
                            .map(one -> one.place() + ": " + one.message())
                            .collect(Collectors.joining("; "))
                    + (more > 0 ? "; and " + more + " more" : "");
        }
        return String.valueOf(mistake.getMessage())
                .lines()
                .filter(line -> !line.startsWith(" ")) // excerpts of the file
                .filter(line -> !line.equals("nothing was started"))
                .collect(Collectors.joining("; "));
    }

    /** Returns the environment, if it was read again. */
    Optional<Environment> environment() {
        return environment;
    }

    /** Returns why the folder or the environment could not be read, in one line; empty if they could. */
    String mistake() {
        return mistake;
    }

    /** Returns the files that mention triggers, by their absolute paths. */
    Map<Path, Content> files() {
        return Map.copyOf(files);
    }
}
