package dev.runbook.file;

import dev.runbook.AuthorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The folder that holds a runbook and every file it names: the nearest one called {@code runbooks}, or the folder the
 * runbook is in. No path with {@code ..} and no symbolic link may lead out of it. The folder itself may be a symbolic
 * link, and so may those above it.
 *
 * @param path absolute and normalized
 */
public record SourceFolder(Path path) {
    private static final String RUNBOOKS = "runbooks";

    /** @param file the runbook, or another file that is read for itself */
    public static SourceFolder of(Path file) {
        Path own = normalized(file);
        return new SourceFolder(runbooksAbove(own)
                .or(() -> Optional.ofNullable(own.getParent()))
                .orElse(own));
    }

    /** The nearest folder called {@code runbooks} that a file is in. */
    public static Optional<Path> runbooksAbove(Path file) {
        Path folder = normalized(file).getParent();
        while (folder != null && !isRunbooks(folder)) {
            folder = folder.getParent();
        }
        return Optional.ofNullable(folder);
    }

    /**
     * Returns the same file if it is in this folder. A file that does not exist is left to whoever opens it.
     *
     * @throws AuthorException one line, when the file is elsewhere
     */
    public Path inside(Path file) {
        if (!normalized(file).startsWith(path) || !leadsInto(file, path)) {
            throw new AuthorException(file + " leads out of " + path + " by '..' or a symbolic link; the folder of the "
                    + "runbooks must hold the file itself");
        }
        return file;
    }

    /**
     * As {@link #inside}, for a command that reads files of strangers: in a checkout of Git, and in a folder called {@code
     * runbooks} above this one, this folder may be no link that leads out of that either.
     *
     * @throws AuthorException one line, when the file is elsewhere
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
