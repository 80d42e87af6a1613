package dev.runbook.action.ssh;

import com.jcraft.jsch.Session;
import dev.runbook.action.Attempt;
import dev.runbook.action.Outcome;
import dev.runbook.action.shell.AcknowledgedOutput;
import dev.runbook.action.shell.Captures;
import dev.runbook.environment.Environment.HostSettings;
import dev.runbook.environment.Secrets;
import java.time.Duration;

/** What runs, judges and stops scripts on a kind of host. */
interface HostShell {
    static HostShell of(HostSettings settings) {
        return switch (settings.shell()) {
            case SH -> new PosixShell();
            case POWERSHELL -> new WindowsShell();
        };
    }

    /**
     * Prepares a step's script.
     *
     * @throws dev.runbook.AuthorException when this kind of host cannot run it, or a value is not allowed in its place
     */
    RemoteScript script(SshSpec spec, HostSettings settings, Secrets secrets);

    /**
     * Returns the command line that runs a script for an attempt.
     *
     * @param fence after what time the host ends it itself, so that nothing runs forever if the engine dies
     */
    String command(Attempt attempt, Duration fence, RemoteScript script);

    /** Creates the captures of a script's output. */
    Captures captures(Attempt attempt, String source, int keptBytes);

    /** Returns the outcome of a command that ended by itself with this exit code. */
    Outcome exited(int code, AcknowledgedOutput output, Captures captures);

    /**
     * Returns the outcome of a command whose host reported its end without an exit code.
     *
     * @param signal the signal that ended it; may be empty
     */
    Outcome killed(String signal, AcknowledgedOutput output, Captures captures);

    /**
     * Stops whatever the attempt runs on the host, over a second channel.
     *
     * @throws SshFailure when the host did not carry it out
     */
    HostStopReport stop(Session session, Attempt attempt, AcknowledgedOutput output) throws SshFailure;

    /** Keeps surviving processes alive when the channel of their output is closed; returns a note for the output. */
    String discardOutput(Session session, Attempt attempt, AcknowledgedOutput output);
}
