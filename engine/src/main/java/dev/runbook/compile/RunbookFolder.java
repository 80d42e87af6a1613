package dev.runbook.compile;

import dev.runbook.AuthorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The folder {@code runbooks} a file stands under: a runbook's id is its place there, without the file's ending. */
record RunbookFolder(Optional<Path> root) {
    private static final String NAME = "runbooks";
    private static final String ENDING = ".groovy";

    static RunbookFolder of(Path file) {
        Path folder = file.toAbsolutePath().normalize().getParent();
        while (folder != null && !folder.endsWith(NAME)) {
            folder = folder.getParent();
        }
        return new RunbookFolder(Optional.ofNullable(folder));
    }

    Optional<String> idOf(Path file) {
        return root.map(folder -> idUnder(folder, file.toAbsolutePath().normalize()));
    }

    private static String idUnder(Path folder, Path file) {
        String place = folder.relativize(file).toString().replace('\\', '/');
        return place.endsWith(ENDING) ? place.substring(0, place.length() - ENDING.length()) : place;
    }

    /** @throws AuthorException when there is no such runbook */
    Path fileOf(String id) {
        Path folder = root.orElseThrow(
                () -> new AuthorException("other runbooks are found only from a file under a folder named " + NAME));
        Path file = folder.resolve(id + ENDING).normalize();
        if (!file.startsWith(folder) || !Files.isRegularFile(file)) {
            String near = String.join("; ", NearWord.didYouMean(id, ids(folder)));
            throw new AuthorException("there is no such runbook" + (near.isEmpty() ? "" : ", " + near));
        }
        return file;
    }

    private static TreeSet<String> ids(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ENDING))
                    .map(file -> idUnder(folder, file))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            return new TreeSet<>();
        }
    }
}
