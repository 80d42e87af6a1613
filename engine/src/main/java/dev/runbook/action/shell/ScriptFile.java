package dev.runbook.action.shell;

import dev.runbook.AuthorException;
import dev.runbook.text.TextFile;
import dev.runbook.value.FileReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The text of a script's file, as every text file is read: without a byte order mark, every line ended by a line feed.
 *
 * @param asWritten whether the file itself holds exactly this text
 */
public record ScriptFile(Path path, String text, boolean asWritten) {
    /** @throws AuthorException one line, when the file cannot be read or is not a script */
    public static ScriptFile read(Path path) {
        try {
            String text = TextFile.read(path, TextFile.SCRIPT);
            int nul = text.indexOf('\0');
            if (nul >= 0) {
                throw new AuthorException("script file " + path + " holds a NUL character in line " + lineAt(text, nul)
                        + ", which no script can; is it a program?");
            }
            return new ScriptFile(
                    path, text, Arrays.equals(Files.readAllBytes(path), text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchFileException missing) {
            throw new AuthorException("script file " + path + " cannot be read: there is no such file", missing);
        } catch (IOException unreadable) {
            throw new AuthorException(
                    "script file " + path + " cannot be read: " + FileReason.of(unreadable), unreadable);
        }
    }

    private static int lineAt(String text, int offset) {
        return 1 + (int) text.chars().limit(offset).filter(c -> c == '\n').count();
    }

    /** The program its first line names; a POSIX shell without one. */
    public Interpreter interpreter() {
        return Interpreter.of(text.lines().findFirst().orElse(""));
    }

    /** The file's own name. */
    public String name() {
        return path.getFileName().toString();
    }
}
