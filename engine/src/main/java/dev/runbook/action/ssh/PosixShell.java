package dev.runbook.action.ssh;

import com.jcraft.jsch.Session;
import dev.runbook.action.Attempt;
import dev.runbook.action.Outcome;
import dev.runbook.action.shell.AcknowledgedOutput;
import dev.runbook.action.shell.Acknowledgement;
import dev.runbook.action.shell.Bootstrap;
import dev.runbook.action.shell.Captures;
import dev.runbook.action.shell.Marker;
import dev.runbook.action.shell.PreparedScript;
import dev.runbook.action.shell.ShellOutcome;
import dev.runbook.action.shell.ShellValues;
import dev.runbook.environment.Environment.HostSettings;
import dev.runbook.environment.Secrets;
import java.time.Duration;

/**
 * The POSIX shell of a host. Its command lines contain no text of the author and no value, which follow on standard
 * input. Each is a single {@code exec} with one quoted text, so that any login shell can parse it.
 */
final class PosixShell implements HostShell {
    /** The cure for a host that does not run scripts; without {@code sh -c}, its quotes are split. */
    private static final String NOT_RUN =
            " (a forced command must run the script with: sh -c \"$SSH_ORIGINAL_COMMAND\"; a Windows host needs"
                    + " shell: powershell in the environment)";

    private static final String EVALUATE =
            "sh -c \"" + Bootstrap.EVALUATE_INPUT.replace("\"", "\\\"").replace("$", "\\$") + "\"";

    /**
     * The outer shell. It ends the script after a time limit, reports the script's exit code at the end of both
     * streams, and converts a death by signal into an exit code; its own messages are discarded. BusyBox's {@code
     * timeout} leaves a process behind that holds the output open, so where {@code timeout} and {@code sh} are the same
     * program, or {@code timeout} does not exist, a loop is used instead.
     */
    private static final String OUTER = """
            exec 3>&2 2>/dev/null; trap : HUP INT TERM
            t=$(command -v timeout)
            case $t in /*) [ "$t" -ef "$(command -v sh)" ] && t=;; *) t=;; esac
            if [ "$t" ]; then t="timeout -k 5 SECONDS"; k=
            else (exec >/dev/null 3>&-; n=0; while [ $n -lt SECONDS ]; do sleep 2; n=$((n + 2)); done
            trap "" TERM; kill -s TERM 0; sleep 5; kill -s KILL 0) & k=$!; fi
            (exec 2>&3 3>&-; export MARKER; exec $t EVALUATE NAME)
            c=$?; [ "$k" ] && kill $k; REPORT; REPORT >&3; exit $c""";

    /** Returns the command that only reads a script and runs it. */
    static String plain() {
        return "exec sh -c '" + Bootstrap.EVALUATE_INPUT + "'";
    }

    @Override
    public RemoteScript script(SshSpec spec, HostSettings settings, Secrets secrets) {
        ShellValues values = new ShellValues(secrets);
        spec.variables(settings, values).forEach(values::add);
        Acknowledgement marks = Acknowledgement.remote();
        PreparedScript script = spec.script().prepare(values, marks, false);
        return RemoteScript.posix(script, values.variables(), spec.folder(settings, values), marks);
    }

    /** Runs the script under the marker of the attempt. */
    @Override
    public String command(Attempt attempt, Duration fence, RemoteScript script) {
        String text = OUTER.replace("SECONDS", Long.toString(fence.toSeconds()))
                .replace("MARKER", Marker.VARIABLE + "=\"" + Marker.encoded(attempt.marker()) + "\"")
                .replace("EVALUATE", EVALUATE)
                .replace("NAME", script.name().replaceAll("[^A-Za-z0-9._-]", "_"))
                .replace("REPORT", script.marks().end("c"));
        return "exec sh -c '" + text.replace("; \n", ";").replace("\n", "; ") + "'";
    }

    @Override
    public Captures captures(Attempt attempt, String source, int keptBytes) {
        return new Captures(attempt.output(), source, keptBytes);
    }

    /** Uses the exit code that the script's own shell reported: a forced command may return another one. */
    @Override
    public Outcome exited(int code, AcknowledgedOutput output, Captures captures) {
        if (output.exitCode().isPresent() && output.started()) {
            return ShellOutcome.of(output.exitCode().getAsInt(), captures);
        }
        if (output.exitCode().isPresent()) {
            return Outcome.unknown(
                    "the host ran the script but kept its standard output; is there a forced command?",
                    captures.values());
        }
        if (!output.started()) {
            return ShellOutcome.notRun("the host", code, captures, NOT_RUN);
        }
        return code == 0
                ? Outcome.unknown("the host did not report how the script ended", captures.values())
                : ShellOutcome.of(code, captures);
    }

    @Override
    public Outcome killed(String signal, AcknowledgedOutput output, Captures captures) {
        String by = signal.isEmpty() ? "" : " by " + signal;
        return Outcome.unknown(
                "the shell on the host was killed" + by + "; what it started may still be running", captures.values());
    }

    @Override
    public HostStopReport stop(Session session, Attempt attempt, AcknowledgedOutput output) throws SshFailure {
        return RemoteStop.stop(session, attempt.marker(), attempt.grace(), attempt.clock());
    }

    @Override
    public String discardOutput(Session session, Attempt attempt, AcknowledgedOutput output) {
        return OutputDiscarder.discardOutput(session, output.numbers(), attempt.clock());
    }
}
