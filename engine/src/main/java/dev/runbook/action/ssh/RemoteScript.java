package dev.runbook.action.ssh;

import dev.runbook.action.shell.Acknowledgement;
import dev.runbook.action.shell.Bootstrap;
import dev.runbook.action.shell.PreparedScript;
import dev.runbook.action.shell.ShellScript;
import dev.runbook.action.shell.ShellValues;
import dev.runbook.environment.Secrets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A script as it is sent to hosts.
 *
 * @param input the standard input of the remote shell: script and values
 * @param name the script's {@code $0}
 * @param marks what the shell prints when it has read the input, and when the script has ended
 */
@SuppressWarnings("ArrayRecordComponent") // sent once, never compared
record RemoteScript(byte[] input, String name, Acknowledgement marks) {
    /** Creates the author's script with its values. */
    static RemoteScript of(ShellScript script, Secrets secrets) {
        ShellValues values = new ShellValues(secrets);
        Acknowledgement marks = Acknowledgement.remote();
        return of(script.prepare(values, marks, false), values.variables(), marks);
    }

    /** Creates a script of the engine. */
    static RemoteScript of(String text) {
        Acknowledgement marks = Acknowledgement.remote();
        return of(new PreparedScript(marks.start(), text, "sh"), Map.of(), marks);
    }

    private static RemoteScript of(PreparedScript script, Map<String, String> variables, Acknowledgement marks) {
        byte[] input = new Bootstrap(variables, List.of(), Optional.empty(), Optional.empty(), script).bytes();
        return new RemoteScript(input, script.name(), marks);
    }
}
