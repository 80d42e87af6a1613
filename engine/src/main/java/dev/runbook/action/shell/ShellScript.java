package dev.runbook.action.shell;

import dev.runbook.AuthorException;
import dev.runbook.text.TextFile;
import dev.runbook.value.FileReason;
import dev.runbook.value.Template;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A script as the author gave it, with gaps for values where it stands in the runbook. */
public sealed interface ShellScript {
    /** A POSIX shell script in the runbook. */
    record Text(Template text) implements ShellScript {
        @Override
        public String posix(ShellValues values) {
            values.addAll(text);
            return ShellText.of(text.parts()).script(ShellValues::variable);
        }

        @Override
        public String shown() {
            return stripped(text);
        }
    }

    /** A POSIX shell script in a file, read when the step runs; the path is as the engine shall open it. */
    record File(Path path) implements ShellScript {
        @Override
        public String posix(ShellValues values) {
            return ShellText.exactly(List.of(read(path))).script(ShellValues::variable);
        }

        @Override
        public Optional<Path> file() {
            return Optional.of(path);
        }

        @Override
        public String shown() {
            return "file " + path;
        }
    }

    /** A PowerShell script in the runbook. */
    record PowerShellInPlace(Template text) implements ShellScript {
        @Override
        public String posix(ShellValues values) {
            ShellValues own = values.another().addAll(text);
            String script = PowerShellText.of(text.parts()).script(ShellValues::variable);
            return PowerShell.command(script, own.variables(), text.values());
        }

        @Override
        public String shown() {
            return stripped(text);
        }

        @Override
        public String word(String posix) {
            return POWERSHELL;
        }
    }

    /** A PowerShell script in a file, read when the step runs. */
    record PowerShellFile(Path path) implements ShellScript {
        @Override
        public String posix(ShellValues values) {
            return PowerShell.command(read(path), values.another().variables(), List.of());
        }

        @Override
        public Optional<Path> file() {
            return Optional.of(path);
        }

        @Override
        public String shown() {
            return "file " + path;
        }

        @Override
        public String word(String posix) {
            return POWERSHELL;
        }
    }

    String POWERSHELL = "powershell";

    /**
     * The text a POSIX shell runs; what it needs of the script's values is put into {@code values}.
     *
     * @throws AuthorException one line, when a value cannot stand where it is or a file cannot be read
     */
    String posix(ShellValues values);

    /** Where it stands, if not in the runbook. */
    default Optional<Path> file() {
        return Optional.empty();
    }

    /** For people: the text with its values in place, or the file's name. */
    String shown();

    /** The word of the language it is written by; {@code posix} for a shell's. */
    default String word(String posix) {
        return posix;
    }

    private static String stripped(Template text) {
        return new Template(Indentation.stripped(text.parts()), text.values())
                .marked()
                .stripTrailing();
    }

    private static String read(Path path) {
        try {
            return TextFile.read(path, TextFile.SCRIPT);
        } catch (NoSuchFileException missing) {
            throw new AuthorException("script file " + path + " cannot be read: there is no such file", missing);
        } catch (IOException unreadable) {
            throw new AuthorException(
                    "script file " + path + " cannot be read: " + FileReason.of(unreadable), unreadable);
        }
    }
}
