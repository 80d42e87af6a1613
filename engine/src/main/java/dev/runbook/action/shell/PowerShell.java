package dev.runbook.action.shell;

import dev.runbook.EngineException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Builds the POSIX shell text that runs a PowerShell script, locally or on a host, so that a PowerShell step supports
 * everything a shell step does: another user, a folder, a marker, a process group, a proven stop.
 *
 * <p>The command line contains only a fixed bootstrap. It reads the script and its values from standard input, each as
 * base64, so that neither the console's encoding nor quoting changes them; the script reads end of file.
 */
final class PowerShell {
    private static final String BOOTSTRAP =
            Base64.getEncoder().encodeToString(bootstrap().getBytes(StandardCharsets.UTF_16LE));

    /** The programs, either of which is enough. */
    static final List<List<String>> PROGRAMS = List.of(List.of("pwsh", "powershell.exe"));

    private PowerShell() {}

    /**
     * @param values the values of the script's variables, in order
     * @param types of the values: numbers and booleans keep their type in the script
     * @param marks printed by PowerShell, not by the shell that starts it
     */
    static PreparedScript prepare(String script, Map<String, String> values, List<?> types, Acknowledgement marks) {
        StringBuilder input = new StringBuilder(token('s', script));
        Iterator<?> type = types.iterator();
        values.forEach((name, value) -> input.append('.').append(token(kind(type.next()), value)));
        String text = """
                for RB_PWSH in pwsh powershell.exe ''; do command -v "$RB_PWSH" >/dev/null 2>&1 && break; done
                if [ -z "$RB_PWSH" ]; then echo 'pwsh: not found: PowerShell is not installed here' >&2; exit 127; fi
                export POWERSHELL_TELEMETRY_OPTOUT=1 POWERSHELL_UPDATECHECK=Off
                printf %%s '%s' | "$RB_PWSH" -NoLogo -NoProfile -NonInteractive -OutputFormat Text -EncodedCommand %s
                """.formatted(input, BOOTSTRAP);
        return new PreparedScript(marks.startByAnother(), text, "sh");
    }

    private static String token(char kind, String text) {
        return kind + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static char kind(Object value) {
        return value instanceof Number ? 'n' : value instanceof Boolean ? 'b' : 's';
    }

    private static String bootstrap() {
        try (InputStream text = PowerShell.class.getResourceAsStream("bootstrap.ps1")) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new EngineException("cannot read bootstrap.ps1 from the engine's jar", e);
        }
    }
}
