package dev.runbook.action.shell;

import dev.runbook.AuthorException;
import dev.runbook.text.ByteOrderMark;
import dev.runbook.text.NotTextException;
import dev.runbook.text.TextFile;
import dev.runbook.value.FileReason;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The text of a script's file, normalized like every text file: without a byte order mark, every line ended by a line
 * feed.
 *
 * @param mark the byte order mark at the start of the file
 * @param firstCrLf the offset in the text of the first line end that is CRLF in the file
 */
record ScriptFile(Path path, String text, Optional<ByteOrderMark> mark, Optional<Integer> firstCrLf) {
    /** @throws AuthorException one line, when the file cannot be read or is not a script */
    static ScriptFile read(Path path) {
        try {
            TextFile.Content file = TextFile.content(path, TextFile.SCRIPT);
            String text = file.text();
            int nul = text.indexOf('\0');
            if (nul >= 0) {
                int line =
                        1 + (int) text.chars().limit(nul).filter(c -> c == '\n').count();
                int column = text.codePointCount(text.lastIndexOf('\n', nul) + 1, nul) + 1;
                throw new InvalidScriptException(
                        path,
                        "it contains a NUL character, which is not allowed in a script",
                        "if it is a program, run it by its name: shell '…/" + path.getFileName() + "'",
                        line,
                        column);
            }
            return new ScriptFile(path, text, file.mark(), file.firstCrLf());
        } catch (NotTextException binary) {
            throw new InvalidScriptException(
                    path, FileReason.of(binary), "save it as UTF-8", binary.line(), binary.column());
        } catch (NoSuchFileException missing) {
            throw new AuthorException("script file " + path + " cannot be read: there is no such file", missing);
        } catch (IOException unreadable) {
            throw new AuthorException(
                    "script file " + path + " cannot be read: " + FileReason.of(unreadable), unreadable);
        }
    }

    /** Returns whether the file contains exactly this text. */
    boolean asWritten() {
        return mark.isEmpty() && firstCrLf.isEmpty();
    }

    /** Returns the program named in its first line; by default a POSIX shell. */
    Interpreter interpreter() {
        return Interpreter.of(text.lines().findFirst().orElse(""));
    }

    /** Returns the name of the file. */
    String name() {
        return path.getFileName().toString();
    }
}
