package dev.runbook.journal;

import dev.runbook.EngineException;
import dev.runbook.value.FileReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A small file that is replaced as a whole: after a crash it holds the old or the new text, complete. Only its owner
 * can read it.
 */
public final class StateFile {
    private final Path file;

    public StateFile(Path file) {
        this.file = file;
    }

    /** Returns the text; empty if there is no such file. */
    public Optional<String> read() {
        try {
            return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    ? Optional.of(Files.readString(file))
                    : Optional.empty();
        } catch (IOException unreadable) {
            throw new EngineException("cannot read " + file + ": " + FileReason.of(unreadable), unreadable);
        }
    }

    /** Replaces the text; it is on disk when this returns. */
    public void write(String text) {
        try {
            PrivateFiles.folders(file.toAbsolutePath().getParent());
            PrivateFiles.replace(file, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException unwritable) {
            throw new EngineException("cannot write " + file + ": " + FileReason.of(unwritable), unwritable);
        }
    }
}
