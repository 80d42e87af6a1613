package dev.runbook.action.shell;

import dev.runbook.AuthorException;
import dev.runbook.action.FileFinding;
import dev.runbook.action.shell.syntax.Indentation;
import dev.runbook.action.shell.syntax.PowerShellText;
import dev.runbook.action.shell.syntax.ShellText;
import dev.runbook.value.Template;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A script as the author wrote it, with gaps for values if it is in the runbook. */
public sealed interface ShellScript {
    /**
     * A POSIX shell script in the runbook.
     *
     * @param carryOn whether the script continues after a command that fails
     */
    record Text(Template text, boolean carryOn) implements ShellScript {
        public Text(Template text) {
            this(text, false);
        }

        @Override
        public PreparedScript prepare(ShellValues values, Acknowledgement marks, boolean inPlace) {
            values.addAll(text);
            return sh(ShellText.of(text.parts()).script(ShellValues::variable), marks, carryOn, "", "sh");
        }

        @Override
        public String shown() {
            return stripped(text);
        }

        @Override
        public List<String> options() {
            return carriesOn(carryOn);
        }
    }

    /**
     * A script in a file, read when the step runs; its first line may name another interpreter than a POSIX shell.
     *
     * @param path the path that the engine opens
     * @param carryOn whether the script continues after a command that fails
     */
    record File(Path path, boolean carryOn) implements ShellScript {
        public File(Path path) {
            this(path, false);
        }

        @Override
        public PreparedScript prepare(ShellValues values, Acknowledgement marks, boolean inPlace) {
            ScriptFile file = ScriptFile.read(path);
            String name = inPlace ? path.toString() : file.name();
            Interpreter interpreter = file.interpreter();
            if (interpreter.isSh()) {
                String letters =
                        interpreter.letters().map(set -> "set " + set + ";").orElse("");
                return sh(file.text(), marks, carryOn, letters, name);
            }
            String text = inPlace && file.asWritten()
                    ? ForeignScript.inPlace(file, carryOn)
                    : ForeignScript.sent(file, carryOn);
            return new PreparedScript(marks.start(), text, name);
        }

        @Override
        public Optional<Path> file() {
            return Optional.of(path);
        }

        @Override
        public List<List<String>> programs() {
            Interpreter interpreter = ScriptFile.read(path).interpreter();
            return interpreter.isSh()
                    ? List.of()
                    : interpreter.programs().stream().map(List::of).toList();
        }

        @Override
        public List<FileFinding> findings() {
            return ScriptLint.of(path, true);
        }

        @Override
        public String shown() {
            return "file " + path;
        }

        @Override
        public List<String> options() {
            return carriesOn(carryOn);
        }
    }

    /** A PowerShell script in the runbook. */
    record PowerShellInPlace(Template text) implements ShellScript {
        @Override
        public PreparedScript prepare(ShellValues values, Acknowledgement marks, boolean inPlace) {
            return PowerShell.prepare(powerShell(values), marks);
        }

        @Override
        public PowerShellScript powerShell(ShellValues values) {
            ShellValues own = values.another().addAll(text);
            String script = PowerShellText.of(text.parts()).script(ShellValues::variable);
            return new PowerShellScript(script, own.variables(), text.values());
        }

        @Override
        public boolean isPowerShell() {
            return true;
        }

        @Override
        public String shown() {
            return stripped(text);
        }

        @Override
        public List<List<String>> programs() {
            return PowerShell.PROGRAMS;
        }

        @Override
        public String word(String posix) {
            return POWERSHELL;
        }
    }

    /** A PowerShell script in a file, read when the step runs. */
    record PowerShellFile(Path path) implements ShellScript {
        @Override
        public PreparedScript prepare(ShellValues values, Acknowledgement marks, boolean inPlace) {
            return PowerShell.prepare(powerShell(values), marks);
        }

        @Override
        public PowerShellScript powerShell(ShellValues values) {
            return new PowerShellScript(ScriptFile.read(path).text(), Map.of(), List.of());
        }

        @Override
        public boolean isPowerShell() {
            return true;
        }

        @Override
        public Optional<Path> file() {
            return Optional.of(path);
        }

        @Override
        public List<FileFinding> findings() {
            return ScriptLint.of(path, false);
        }

        @Override
        public String shown() {
            return "file " + path;
        }

        @Override
        public List<List<String>> programs() {
            return PowerShell.PROGRAMS;
        }

        @Override
        public String word(String posix) {
            return POWERSHELL;
        }
    }

    String POWERSHELL = "powershell";

    /**
     * Prepares the script for a POSIX shell; adds the script's values to {@code values}.
     *
     * @param marks what the script's interpreter prints when it has read the script
     * @param inPlace whether the user that runs it can read the script's file at its own path
     * @throws AuthorException one line, when a value is not allowed in its place or a file cannot be read
     */
    PreparedScript prepare(ShellValues values, Acknowledgement marks, boolean inPlace);

    /**
     * Returns the script for PowerShell itself.
     *
     * @throws AuthorException one line, when it is a POSIX shell script, a value is not allowed in its place, or a file
     *     cannot be read
     */
    default PowerShellScript powerShell(ShellValues values) {
        throw new AuthorException("a POSIX shell script cannot be run by PowerShell: write it with powershell");
    }

    /** Returns whether PowerShell runs it, not a POSIX shell. */
    default boolean isPowerShell() {
        return false;
    }

    /** Returns the script's file, if it is not in the runbook. */
    default Optional<Path> file() {
        return Optional.empty();
    }

    /** Returns the programs it needs besides a POSIX shell; one of each list is enough. */
    default List<List<String>> programs() {
        return List.of();
    }

    /** Returns the flaws of its file. */
    default List<FileFinding> findings() {
        return List.of();
    }

    /** Formats the script for display: the text with its values, or the file's name. */
    String shown();

    /** Returns its non-default options, for display. */
    default List<String> options() {
        return List.of();
    }

    /** Returns the word of the language for it; {@code posix} for a shell's. */
    default String word(String posix) {
        return posix;
    }

    private static PreparedScript sh(String text, Acknowledgement marks, boolean carryOn, String letters, String name) {
        return new PreparedScript(marks.start() + (carryOn ? "" : "set -e;") + letters, text, name);
    }

    private static List<String> carriesOn(boolean carryOn) {
        return carryOn ? List.of("carryOn: true") : List.of();
    }

    private static String stripped(Template text) {
        return new Template(Indentation.stripped(text.parts()), text.values())
                .marked()
                .stripTrailing();
    }
}
