package dev.runbook.action.ssh;

import com.jcraft.jsch.Session;
import dev.runbook.action.CancellationToken;
import dev.runbook.action.Output;
import dev.runbook.action.shell.AcknowledgedOutput;
import dev.runbook.action.shell.Acknowledgement;
import dev.runbook.action.shell.Captures;
import dev.runbook.action.shell.PreparedScript;
import dev.runbook.action.shell.WindowsPowerShell;
import dev.runbook.text.ShellWord;
import dev.runbook.time.Clock;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The engine's helper scripts for a POSIX shell or PowerShell, run over an additional channel of an open session. */
final class HostScript {
    /** A host that opens no channel in this time counts as unreachable. */
    private static final Duration OPENING = Duration.ofSeconds(2);

    private static final String END = "END";
    private static final int LONGEST_ANSWER = 1024 * 1024;

    private final String text;

    private HostScript(String text) {
        this.text = text;
    }

    /** Loads the scripts of these names from the engine's jar and concatenates them. */
    static HostScript of(String... names) {
        StringBuilder text = new StringBuilder();
        for (String name : names) {
            try (InputStream script = HostScript.class.getResourceAsStream(name)) {
                text.append(new String(script.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
        return new HostScript(text.toString());
    }

    /**
     * Runs the script with a POSIX shell and returns the lines it prints.
     *
     * @param variables set in the script, but not in the environment of its processes
     * @throws SshFailure when the host did not complete the script in time
     */
    List<String> run(Session session, Map<String, String> variables, Duration patience, Clock clock) throws SshFailure {
        StringBuilder assignments = new StringBuilder();
        variables.forEach((name, value) -> assignments
                .append(name)
                .append('=')
                .append(ShellWord.quoted(value))
                .append('\n'));
        Acknowledgement marks = Acknowledgement.remote();
        PreparedScript script = new PreparedScript(marks.start(), assignments + text, "sh");
        RemoteScript remote = RemoteScript.posix(script, Map.of(), Optional.empty(), marks);
        return run(session, remote, PosixShell.plain(), patience, clock);
    }

    /**
     * Runs the script with PowerShell and returns the lines it prints.
     *
     * @param numbers the script's variables {@code RB_1}, {@code RB_2}, …
     * @throws SshFailure when the host did not complete the script in time
     */
    List<String> runInPowerShell(Session session, List<Long> numbers, Duration patience, Clock clock)
            throws SshFailure {
        Acknowledgement marks = Acknowledgement.remote();
        RemoteScript remote = new RemoteScript(WindowsPowerShell.input(text, numbers, marks), "", marks);
        return run(session, remote, WindowsPowerShell.command(patience), patience, clock);
    }

    private static List<String> run(
            Session session, RemoteScript script, String commandLine, Duration patience, Clock clock)
            throws SshFailure {
        AcknowledgedOutput answer =
                new AcknowledgedOutput(new Captures(Output.none(), "", LONGEST_ANSWER), script.marks());
        RemoteCommand command = RemoteCommand.start(session, commandLine, script.input(), answer, OPENING, clock);
        CancellationToken bound = new CancellationToken();
        Clock.Alarm alarm = clock.after(patience, () -> bound.request(CancellationToken.Reason.DEADLINE));
        try {
            RemoteCommand.End end = command.await(bound);
            if (!(answer.settled().values().get("lines") instanceof List<?> printed)) {
                throw new SshFailure("the host printed too much to read", null);
            }
            List<String> lines = new ArrayList<>();
            printed.forEach(line -> lines.add(line.toString()));
            if (!answer.started()
                    || lines.isEmpty()
                    || !lines.remove(lines.size() - 1).equals(END)) {
                throw new SshFailure("the host did not run the engine's script to its end: " + end, null);
            }
            return lines;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new SshFailure("the engine was interrupted while it waited for the host", interrupted);
        } finally {
            alarm.cancel();
            command.close();
        }
    }
}
