package dev.runbook.action.shell;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Builds the command line and the standard input that run a PowerShell script on a Windows host, whose SSH server gives
 * the command line to {@code cmd.exe} or PowerShell.
 *
 * <p>The command line consists of letters, digits, blanks and {@code - + / = .}, none of which either of them changes,
 * and is far shorter than the 8191 characters that {@code cmd.exe} accepts. It loads everything else from standard
 * input: bootstrap, script, values, each as base64. The script reads end of file.
 */
public final class WindowsPowerShell {
    private static final String LOADER = "$seconds = %d; $sent = (-join @($input)).Split('.');"
            + " . ([ScriptBlock]::Create([Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($sent[0].Substring(1)))))";

    private static final String BOOTSTRAP =
            PowerShellScript.token('h', PowerShell.text("settings.ps1", "host.ps1", "script.ps1"));

    private WindowsPowerShell() {}

    /**
     * Returns the command line of every script.
     *
     * @param fence after what time the host ends the script itself
     */
    public static String command(Duration fence) {
        return "powershell.exe " + PowerShell.OPTIONS
                + PowerShell.encoded(LOADER.formatted(Math.min(Integer.MAX_VALUE / 1000, fence.toSeconds())));
    }

    /**
     * Returns the standard input that runs an author's script.
     *
     * @param values receives the script's values
     * @param env environment variables of the script
     * @param folder where it runs; empty means the login's home folder
     * @throws dev.runbook.AuthorException when the script is not PowerShell, or a value is not allowed in its place
     */
    public static byte[] input(
            ShellScript script,
            ShellValues values,
            Map<String, String> env,
            Optional<String> folder,
            Acknowledgement marks) {
        return input(script.powerShell(values), env, folder, marks);
    }

    /**
     * Returns the standard input that runs a script of the engine.
     *
     * @param numbers the script's variables {@code RB_1}, {@code RB_2}, …
     */
    public static byte[] input(String script, List<Long> numbers, Acknowledgement marks) {
        Map<String, String> values = new LinkedHashMap<>();
        numbers.forEach(number -> values.put(ShellValues.variable(values.size()), number.toString()));
        return input(new PowerShellScript(script, values, numbers), Map.of(), Optional.empty(), marks);
    }

    private static byte[] input(
            PowerShellScript script, Map<String, String> env, Optional<String> folder, Acknowledgement marks) {
        StringBuilder input = new StringBuilder(BOOTSTRAP);
        input.append('.').append(PowerShellScript.token('p', marks.firstPart()));
        input.append('.').append(PowerShellScript.token('q', marks.secondPart()));
        folder.ifPresent(path -> input.append('.').append(PowerShellScript.token('d', path)));
        env.forEach((name, text) -> input.append('.').append(PowerShellScript.token('e', name + "=" + text)));
        return input.append('.').append(script.tokens()).append('\n').toString().getBytes(StandardCharsets.US_ASCII);
    }
}
