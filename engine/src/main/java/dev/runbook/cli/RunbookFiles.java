package dev.runbook.cli;

import dev.runbook.AuthorException;
import dev.runbook.compile.RunbookIds;
import dev.runbook.environment.Environments;
import dev.runbook.value.FileReason;
import dev.runbook.value.Suggestion;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds a runbook by its file, or by its id under a folder of runbooks: the folders in {@code RUNBOOKS} (a list like
 * {@code PATH}), {@code ./runbooks}, and the product's own.
 */
final class RunbookFiles {
    private static final String ENDING = ".groovy";
    private static final int MOST_LISTED = 10;

    private final Path directory;
    private final List<Path> folders;
    private final List<Path> missing;

    RunbookFiles(CliContext context) {
        this.directory = context.directory();
        this.folders = folders(context.variables(), context.directory(), context.product());
        this.missing = asked(context.variables(), context.directory())
                .filter(folder -> !Files.isDirectory(folder))
                .toList();
    }

    private static Stream<Path> asked(Map<String, String> variables, Path directory) {
        return Stream.of(variables.getOrDefault("RUNBOOKS", "").split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(directory::resolve);
    }

    private static List<Path> folders(Map<String, String> variables, Path directory, Path product) {
        List<Path> folders = new ArrayList<>();
        asked(variables, directory).forEach(folders::add);
        folders.add(directory.resolve("runbooks"));
        folders.add(product.resolve("runbooks"));
        return folders.stream().map(Path::normalize).distinct().toList();
    }

    /** @throws AuthorException when there is none, with the nearest name */
    Path find(String named) {
        Path file = directory.resolve(named);
        if (named.endsWith(ENDING) || Files.isRegularFile(file)) {
            if (!Files.isRegularFile(file)) {
                throw new AuthorException(why(file) + ": " + named);
            }
            return file.normalize();
        }
        return candidates(named).findFirst().orElseThrow(() -> unknown(named));
    }

    /**
     * Reports which file an id refers to if the working directory decides it: {@code ./runbooks} hides the product's
     * runbook of the same id. Empty if there is only one candidate, or {@code RUNBOOKS} names the folder.
     */
    Optional<String> hiding(String named) {
        List<Path> found = candidates(named).toList();
        return found.size() > 1 && found.get(0).startsWith(directory.resolve("runbooks"))
                ? Optional.of("note: " + named + " is read from " + found.get(0) + ", which hides " + found.get(1))
                : Optional.empty();
    }

    /** Returns the files of the environments of that name, of all known runbooks. */
    Set<Path> environments(String name) {
        Set<Path> files = new LinkedHashSet<>();
        for (Path folder : folders) {
            for (String id : RunbookIds.in(folder)) {
                Environments.fileNamed(name, folder.resolve(id + ENDING)).ifPresent(files::add);
            }
        }
        return files;
    }

    private Stream<Path> candidates(String id) {
        return folders.stream()
                .map(folder -> folder.resolve(id + ENDING).normalize())
                .filter(Files::isRegularFile);
    }

    private static String why(Path file) {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).isDirectory()
                    ? "is a folder, not a runbook"
                    : "is not a regular file";
        } catch (NoSuchFileException e) {
            return "no such file";
        } catch (IOException e) {
            return "cannot be read, " + FileReason.of(e);
        }
    }

    private AuthorException unknown(String named) {
        Path given = directory.resolve(named);
        if (Files.isDirectory(given)) {
            return new AuthorException(
                    RunbookIds.in(given).isEmpty()
                            ? named + " is a folder without runbooks"
                            : named + " is a folder, not a runbook: name a runbook in it");
        }
        TreeSet<String> ids = new TreeSet<>();
        folders.forEach(folder -> ids.addAll(RunbookIds.in(folder)));
        String cure = ids.stream()
                .filter(id -> id.endsWith("/" + named))
                .findFirst()
                .map(Suggestion::didYouMean)
                .or(() -> Suggestion.didYouMean(named, ids))
                .orElseGet(() -> known(ids));
        String nowhere = missing.isEmpty()
                ? ""
                : "\n  RUNBOOKS names "
                        + String.join(", ", missing.stream().map(Path::toString).toList())
                        + ", where there is no folder";
        return new AuthorException("no runbook '" + named + "': " + cure + nowhere);
    }

    /** Lists the runbooks; many of them by system, with their number. */
    private String known(Set<String> ids) {
        if (ids.isEmpty()) {
            return "there are no runbooks under "
                    + String.join(", ", folders.stream().map(Path::toString).toList());
        }
        if (ids.size() <= MOST_LISTED) {
            return "there are: " + String.join(", ", ids);
        }
        Map<String, Long> systems = ids.stream()
                .collect(Collectors.groupingBy(
                        id -> id.substring(0, Math.max(0, id.lastIndexOf('/'))), TreeMap::new, Collectors.counting()));
        return "there are " + ids.size() + ": "
                + systems.entrySet().stream()
                        .map(system -> (system.getKey().isEmpty() ? "" : system.getKey() + "/") + "* ("
                                + system.getValue() + ")")
                        .limit(MOST_LISTED)
                        .collect(Collectors.joining(", "));
    }
}
