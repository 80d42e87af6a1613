package dev.runbook.action.shell;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * What a shell reads on its standard input to run a script: variables and script, quoted whole, so that nothing of them
 * stands in an argument list and nothing depends on how the JVM encodes one. The shell runs none of it before it has
 * read all of it. The script itself reads end of file.
 *
 * @param folders put before the PATH
 * @param folder where the script runs; empty means where the shell was started
 * @param user whose home the script finds; empty means that of whoever started the shell
 */
public record Bootstrap(
        Map<String, String> variables,
        Iterable<String> folders,
        Optional<String> folder,
        Optional<String> user,
        PreparedScript script) {

    /** Reads standard input as one quoted text; for shells that may not open their own input by name. */
    public static final String EVALUATE_INPUT = "eval \"$(cat)\"";

    /** The same a millisecond sooner. */
    static final String SOURCE_INPUT = ". /dev/stdin";

    public byte[] bytes() {
        StringBuilder text = new StringBuilder("exec </dev/null;");
        for (String path : folders) {
            text.append("PATH=").append(quoted(path)).append(":$PATH;export PATH;");
        }
        user.ifPresent(name -> text.append("export HOME=~%1$s USER=%1$s LOGNAME=%1$s;".formatted(name)));
        variables.forEach((name, value) -> text.append("export ")
                .append(name)
                .append('=')
                .append(quoted(value))
                .append(';'));
        folder.ifPresent(path -> text.append("cd -- ").append(quoted(path)).append(" || exit;"));
        return text.append(script.before())
                .append("eval ")
                .append(quoted(script.text()))
                .append('\n')
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    /** One word of shell text that means {@code text}. */
    public static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
