package dev.runbook.file;

import dev.runbook.AuthorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The folder that holds a runbook and every file it names: the nearest parent folder called {@code runbooks}, or else
 * the folder of the runbook. Paths with {@code ..} and symbolic links must not lead out of it. The folder itself and
 * its parents may be symbolic links.
 *
 * @param path absolute and normalized
 */
public record SourceFolder(Path path) {
    private static final String RUNBOOKS = "runbooks";

    /**
     * @param file the runbook, or another file that is read directly
     */
    public static SourceFolder of(Path file) {
        Path own = normalized(file);
        return new SourceFolder(runbooksAbove(own)
                .or(() -> Optional.ofNullable(own.getParent()))
                .orElse(own));
    }

    /** Returns the nearest parent folder called {@code runbooks}. */
    public static Optional<Path> runbooksAbove(Path file) {
        Path folder = normalized(file).getParent();
        while (folder != null && !isRunbooks(folder)) {
            folder = folder.getParent();
        }
        return Optional.ofNullable(folder);
    }

    /**
     * Returns a file that a runbook names if it is in this folder. Does not check whether the file exists.
     *
     * @throws AuthorException one line, when the file is outside the folder, or when reading it could block: a pipe, a
     *     device
     */
    public Path inside(Path file) {
        located(file);
        if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
            throw new AuthorException(file + " is not a regular file");
        }
        return file;
    }

    private Path located(Path file) {
        if (!normalized(file).startsWith(path) || !leadsInto(file, path)) {
            throw new AuthorException(file + " leads out of " + path + " by '..' or a symbolic link; that "
                    + "folder must contain the file itself");
        }
        return file;
    }

    /**
     * Checks the place of a file like {@link #inside}, for a command that reads untrusted files: this folder must also
     * not be a symbolic link that leads out of an enclosing Git checkout or an enclosing folder called {@code
     * runbooks}.
     *
     * @throws AuthorException one line, when the file is outside the folder, or when reading it could block
     */
    public Path insideCheckout(Path file) {
        for (Path above = path.getParent(); above != null; above = above.getParent()) {
            if ((isRunbooks(above) || Files.exists(above.resolve(".git"))) && !leadsInto(path, above)) {
                throw new AuthorException(path + " is a symbolic link that leads out of " + above);
            }
        }
        return inside(file);
    }

    private static boolean isRunbooks(Path folder) {
        return folder.endsWith(RUNBOOKS);
    }

    private static boolean leadsInto(Path file, Path folder) {
        try {
            return file.toRealPath().startsWith(folder.toRealPath());
        } catch (IOException unreadable) {
            return true; // there is nothing to read, which the reader reports
        }
    }

    private static Path normalized(Path file) {
        return file.toAbsolutePath().normalize();
    }
}
