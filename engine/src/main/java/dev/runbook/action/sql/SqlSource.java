package dev.runbook.action.sql;

import dev.runbook.AuthorException;
import dev.runbook.action.sql.script.NamedPlaces;
import dev.runbook.action.sql.script.SqlText;
import dev.runbook.text.TextFile;
import dev.runbook.value.FileReason;
import dev.runbook.value.Template;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The text of a step, from the runbook or from a file.
 *
 * @param file the name of the file, if it is in one
 * @param written the text as its author wrote it, with one character for each gap of a text in the runbook
 * @param template the text with a gap for each value, including {@code :name} in a file
 */
record SqlSource(Optional<String> file, String written, Template template) {
    /** The size limit. Larger files are data, which a database's own tool loads faster. */
    private static final int MOST_BYTES = 8 * 1024 * 1024;

    /** @throws AuthorException when the file cannot be read */
    static SqlSource of(SqlSpec spec) {
        if (spec.script() instanceof SqlSpec.Script.Text inPlace) {
            Template text = inPlace.text();
            return new SqlSource(Optional.empty(), SqlText.of(text.parts()).text(), text);
        }
        Path path = ((SqlSpec.Script.File) spec.script()).path();
        String written = read(path);
        return new SqlSource(
                Optional.of(String.valueOf(path.getFileName())), written, NamedPlaces.filled(written, spec.with()));
    }

    private static String read(Path file) {
        try {
            return TextFile.read(file, MOST_BYTES);
        } catch (NoSuchFileException missing) {
            throw new AuthorException("SQL file " + file + " cannot be read: there is no such file", missing);
        } catch (IOException unreadable) {
            throw new AuthorException("SQL file " + file + " cannot be read: " + FileReason.of(unreadable), unreadable);
        }
    }

    /** Returns {@code repair.sql:3: }; for a text in the runbook only if it has several lines. */
    String place(int line) {
        return file.map(name -> name + ":" + line + ": ")
                .orElse(written.strip().contains("\n") ? "line " + line + " of the statements: " : "");
    }
}
