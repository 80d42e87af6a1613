package dev.runbook.action.shell;

import dev.runbook.text.ShellWord;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * The standard input from which a shell runs a script: variables and script, quoted as a whole, so that no part of them
 * is in an argument list and nothing depends on how the JVM encodes arguments. The shell executes nothing before it has
 * read all of it. The script itself reads end of file.
 *
 * @param folders prepended to PATH
 * @param folder where the script runs; empty means the shell's current folder
 * @param user whose home folder the script uses; empty means that of the user who started the shell
 */
public record Bootstrap(
        Map<String, String> variables,
        Iterable<String> folders,
        Optional<String> folder,
        Optional<String> user,
        PreparedScript script) {

    /** Evaluates standard input as one quoted text; for shells that may not open their input by name. */
    public static final String EVALUATE_INPUT = "eval \"$(cat)\"";

    /** Evaluates standard input by name, a millisecond faster. */
    static final String SOURCE_INPUT = ". /dev/stdin";

    public byte[] bytes() {
        StringBuilder text = new StringBuilder("exec </dev/null;");
        for (String path : folders) {
            text.append("PATH=").append(ShellWord.quoted(path)).append(":$PATH;export PATH;");
        }
        user.ifPresent(name -> text.append("export HOME=~%1$s USER=%1$s LOGNAME=%1$s;".formatted(name)));
        variables.forEach((name, value) -> text.append("export ")
                .append(name)
                .append('=')
                .append(ShellWord.quoted(value))
                .append(';'));
        folder.ifPresent(
                path -> text.append("cd -- ").append(ShellWord.quoted(path)).append(" || exit;"));
        return text.append(script.before())
                .append("eval ")
                .append(ShellWord.quoted(script.text()))
                .append('\n')
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }
}
