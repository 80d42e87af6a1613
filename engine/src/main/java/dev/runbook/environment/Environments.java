package dev.runbook.environment;

import dev.runbook.AuthorException;
import dev.runbook.file.SourceFolder;
import dev.runbook.value.Suggestion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Finds the environment that a command names with {@code -e}. */
public final class Environments {
    private static final String FOLDER = "environments";
    private static final List<String> ENDINGS = List.of(".yaml", ".yml");

    private final Variables variables;
    private final boolean ofStrangers;

    private Environments(Variables variables, boolean ofStrangers) {
        this.variables = variables;
        this.ofStrangers = ofStrangers;
    }

    /**
     * Creates environments that resolve all variables their files use.
     *
     * @param variables the engine's own environment variables
     */
    public static Environments with(Map<String, String> variables) {
        return new Environments(Variables.all(variables), false);
    }

    /**
     * Creates environments for reading untrusted files: {@code ${NAME}} without a default reads as {@code ‹NAME›}, and
     * no symbolic link may lead out of the folder of the runbooks.
     *
     * @param shared the variables that are safe to disclose
     */
    public static Environments ofStrangers(Map<String, String> shared) {
        return new Environments(Variables.some(shared), true);
    }

    /**
     * @param named a name under {@code environments/} beside the runbook or beside its system's folder, or a file;
     *     empty for {@link Environment#local()}
     * @throws AuthorException when there is none, with the closest name, or when its file has mistakes
     */
    public Environment find(Optional<String> named, Path runbook) {
        return named.map(name -> EnvironmentFile.read(file(name, runbook), variables))
                .orElseGet(() -> Environment.local(variables.values()));
    }

    private Path file(String name, Path runbook) {
        if (name.contains("/") || ENDINGS.stream().anyMatch(name::endsWith)) {
            return trusted(Path.of(name), Path.of(name));
        }
        return fileNamed(name, runbook)
                .map(file -> trusted(file, file.getParent()))
                .orElseThrow(() -> unknown(name, folders(runbook)));
    }

    /** Returns the file of an environment that a command on this runbook finds by its name. */
    public static Optional<Path> fileNamed(String name, Path runbook) {
        return folders(runbook).stream()
                .flatMap(folder -> ENDINGS.stream().map(ending -> folder.resolve(name + ending)))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /**
     * @param holder the folder that must contain the file
     */
    private Path trusted(Path file, Path holder) {
        return ofStrangers ? SourceFolder.of(holder).insideCheckout(file) : file;
    }

    private static List<Path> folders(Path runbook) {
        Path beside = runbook.toAbsolutePath().normalize().getParent();
        return Stream.iterate(beside, folder -> folder != null, Path::getParent)
                .limit(2)
                .map(folder -> folder.resolve(FOLDER))
                .toList();
    }

    private static AuthorException unknown(String name, List<Path> folders) {
        TreeSet<String> known = new TreeSet<>();
        folders.forEach(folder -> known.addAll(names(folder)));
        String cure = Suggestion.didYouMean(name, known)
                .orElse(known.isEmpty() ? "there is none" : "there are: " + String.join(", ", known));
        return new AuthorException(
                "no environment '" + name + "' in " + Problems.display(folders.get(0)) + ": " + cure);
    }

    private static List<String> names(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> ENDINGS.stream().anyMatch(file::endsWith))
                    .map(file -> file.substring(0, file.lastIndexOf('.')))
                    .toList();
        } catch (IOException e) {
            return List.of(); // the names are only used as hints
        }
    }
}
