package dev.runbook.lab.postgres;

import dev.runbook.EngineException;
import dev.runbook.lab.Command;
import java.util.ArrayList;
import java.util.List;

/**
 * How server programs are run. PostgreSQL refuses to run as root; for root they run in a user namespace, where they are
 * nobody but own the same files, or where that is not allowed as nobody with root's reach over files.
 *
 * @param prefix put before the program's own command line
 */
record ServerAccount(List<String> prefix) {
    private static final List<String> NAMESPACE = List.of("unshare", "-U", "--");
    private static final List<String> NOBODY = List.of(
            "setpriv",
            "--reuid=65534",
            "--regid=65534",
            "--clear-groups",
            "--inh-caps=+dac_override",
            "--ambient-caps=+dac_override",
            "--");

    static ServerAccount ofThisProcess() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return new ServerAccount(List.of());
        }
        for (List<String> prefix : List.of(NAMESPACE, NOBODY)) {
            if (Command.works(new ServerAccount(prefix).command("true"))) {
                return new ServerAccount(prefix);
            }
        }
        throw new EngineException(
                "PostgreSQL does not run as root, and neither 'unshare -U' nor 'setpriv' works here; start the lab as a plain user");
    }

    List<String> command(String... program) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(program));
        return command;
    }
}
