package dev.runbook.action.shell;

import dev.runbook.EngineException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * Builds the POSIX shell text that runs a PowerShell script, locally or on a host, so that a PowerShell step supports
 * everything a shell step does: another user, a folder, a marker, a process group, a proven stop.
 *
 * <p>The command line contains only a fixed bootstrap. It reads the script and its values from standard input; the
 * script reads end of file.
 */
final class PowerShell {
    /** The options of the program before the bootstrap. */
    static final String OPTIONS = "-NoLogo -NoProfile -NonInteractive -OutputFormat Text -EncodedCommand ";

    private static final String BOOTSTRAP = encoded(text("settings.ps1", "local.ps1", "script.ps1"));

    /** The programs, either of which is enough. */
    static final List<List<String>> PROGRAMS = List.of(List.of("pwsh", "powershell.exe"));

    private PowerShell() {}

    /**
     * @param marks printed by PowerShell, not by the shell that starts it
     */
    static PreparedScript prepare(PowerShellScript script, Acknowledgement marks) {
        String text = """
                for RB_PWSH in pwsh powershell.exe ''; do command -v "$RB_PWSH" >/dev/null 2>&1 && break; done
                if [ -z "$RB_PWSH" ]; then echo 'pwsh: not found: PowerShell is not installed here' >&2; exit 127; fi
                export POWERSHELL_TELEMETRY_OPTOUT=1 POWERSHELL_UPDATECHECK=Off
                printf %%s '%s' | "$RB_PWSH" %s%s
                """.formatted(script.tokens(), OPTIONS, BOOTSTRAP);
        return new PreparedScript(marks.startByAnother(), text, "sh");
    }

    /** Encodes a script for {@code -EncodedCommand}. */
    static String encoded(String script) {
        return Base64.getEncoder().encodeToString(script.getBytes(StandardCharsets.UTF_16LE));
    }

    /** Reads parts of a bootstrap from the engine's jar. */
    static String text(String... names) {
        StringBuilder text = new StringBuilder();
        for (String name : names) {
            try (InputStream part = PowerShell.class.getResourceAsStream(name)) {
                text.append(new String(part.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new EngineException("cannot read " + name + " from the engine's jar", e);
            }
        }
        return text.toString();
    }
}
