package dev.runbook.action.ssh;

import dev.runbook.action.shell.Acknowledgement;
import dev.runbook.action.shell.Bootstrap;
import dev.runbook.action.shell.PreparedScript;
import dev.runbook.text.ShellWord;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A script as it is sent to a host.
 *
 * @param input the standard input of the command that runs it: script and values
 * @param name the script's {@code $0}
 * @param marks what the shell prints when it has read the input, and when the script has ended
 */
@SuppressWarnings("ArrayRecordComponent") // sent once, never compared
record RemoteScript(byte[] input, String name, Acknowledgement marks) {
    /**
     * Creates a script for a POSIX shell.
     *
     * @param folder where it runs; empty means the login's home folder. Without it the script counts as one that could
     *     not be executed
     */
    static RemoteScript posix(
            PreparedScript script, Map<String, String> variables, Optional<String> folder, Acknowledgement marks) {
        String change = folder.map(
                        path -> "cd -- " + ShellWord.quoted(path) + " || { " + marks.start() + "exit 126; };")
                .orElse("");
        PreparedScript inFolder = new PreparedScript(change + script.before(), script.text(), script.name());
        byte[] input = new Bootstrap(variables, List.of(), Optional.empty(), Optional.empty(), inFolder).bytes();
        return new RemoteScript(input, script.name(), marks);
    }
}
