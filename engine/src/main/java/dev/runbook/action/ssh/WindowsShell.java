package dev.runbook.action.ssh;

import com.jcraft.jsch.Session;
import dev.runbook.action.Attempt;
import dev.runbook.action.Outcome;
import dev.runbook.action.shell.AcknowledgedOutput;
import dev.runbook.action.shell.Acknowledgement;
import dev.runbook.action.shell.Captures;
import dev.runbook.action.shell.ShellOutcome;
import dev.runbook.action.shell.ShellValues;
import dev.runbook.action.shell.SurvivorReport;
import dev.runbook.action.shell.WindowsPowerShell;
import dev.runbook.environment.Environment.HostSettings;
import dev.runbook.environment.Secrets;
import dev.runbook.time.Clock;
import dev.runbook.value.StopProof;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * PowerShell on a Windows host. The host's SSH server runs each command in a job of Windows, which ends all its
 * processes when the first of them ends; so a command is stopped by ending that process, and nothing survives the end
 * of a command but what left the job on purpose, such as a service or a scheduled task.
 */
final class WindowsShell implements HostShell {
    private static final HostScript STOP = HostScript.of("stop.ps1");

    /** PowerShell takes seconds to start on a busy host. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final String NOT_RUN =
            " (shell: powershell in the environment needs powershell.exe on the host, and cmd.exe or PowerShell as the"
                    + " default shell of its SSH server)";

    /** The exit code of a process that another one has ended; the SSH library does not pass it on. */
    private static final int ENDED = -1;

    @Override
    public RemoteScript script(SshSpec spec, HostSettings settings, Secrets secrets) {
        ShellValues values = new ShellValues(secrets);
        spec.variables(settings, values).forEach(values::add);
        Acknowledgement marks = Acknowledgement.remote();
        byte[] input = WindowsPowerShell.input(
                spec.script(), values, values.variables(), spec.folder(settings, values), marks);
        return new RemoteScript(input, "", marks);
    }

    @Override
    public String command(Attempt attempt, Duration fence, RemoteScript script) {
        return WindowsPowerShell.command(fence);
    }

    @Override
    public Captures captures(Attempt attempt, String source, int keptBytes) {
        return Captures.ofWindows(attempt.output(), source, keptBytes);
    }

    @Override
    public Outcome exited(int code, AcknowledgedOutput output, Captures captures) {
        return output.started()
                ? ShellOutcome.ofWindows(code, captures)
                : ShellOutcome.notRun("the host", code, captures, NOT_RUN);
    }

    /** A host that reports no exit code has reported {@code -1}. */
    @Override
    public Outcome killed(String signal, AcknowledgedOutput output, Captures captures) {
        return exited(ENDED, output, captures);
    }

    @Override
    public HostStopReport stop(Session session, Attempt attempt, AcknowledgedOutput output) throws SshFailure {
        List<Long> process = output.numbers().stream().map(Long::valueOf).toList();
        if (process.size() < 2) {
            return HostStopReport.nothing(Duration.ZERO); // PowerShell has not started yet
        }
        Clock clock = attempt.clock();
        long began = clock.nanos();
        List<String> lines = STOP.runInPowerShell(session, process, PATIENCE, clock);
        return report(lines, Duration.ofNanos(clock.nanos() - began));
    }

    /** Parses the script's lines: {@code ENDED 3}, {@code LEFT 4711 sqlite3.exe}. */
    private static HostStopReport report(List<String> lines, Duration took) {
        if (lines.isEmpty()) {
            return HostStopReport.nothing(took);
        }
        String ended = lines.get(0).replaceFirst("ENDED ", "");
        List<String> survivors = new ArrayList<>();
        lines.stream().skip(1).forEach(line -> survivors.add("process " + line.replaceFirst("LEFT (\\d+) ", "$1: ")));
        String what = "ended " + ended + (ended.equals("1") ? " process" : " processes");
        return new HostStopReport(true, new StopProof(what, took, survivors));
    }

    @Override
    public String discardOutput(Session session, Attempt attempt, AcknowledgedOutput output) {
        return SurvivorReport.words(List.of(), false);
    }
}
