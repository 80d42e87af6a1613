package dev.runbook.compile;

import dev.runbook.AuthorException;
import dev.runbook.compile.vocabulary.WordSuggestion;
import dev.runbook.file.SourceFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The {@code runbooks} folder that contains a file: a runbook's id is its path in that folder, without the file
 * extension.
 */
record RunbookFolder(Optional<Path> root) {
    private static final String NAME = "runbooks";

    static RunbookFolder of(Path file) {
        return new RunbookFolder(SourceFolder.runbooksAbove(file));
    }

    Optional<String> idOf(Path file) {
        return root.map(folder -> RunbookIds.of(folder, file.toAbsolutePath().normalize()));
    }

    /**
     * @param what the kind of file, for the message
     * @throws AuthorException when there is no such file, or it is elsewhere
     */
    Path fileOf(String id, String what) {
        Path folder = root.orElseThrow(
                () -> new AuthorException("other files are found only from a file under a folder named " + NAME));
        Path file = folder.resolve(id + RunbookIds.ENDING).normalize();
        if (!file.startsWith(folder) || !Files.isRegularFile(file)) {
            String near = String.join("; ", WordSuggestion.didYouMean(id, RunbookIds.in(folder)));
            throw new AuthorException("there is no such " + what + (near.isEmpty() ? "" : ", " + near));
        }
        return new SourceFolder(folder).inside(file);
    }
}
