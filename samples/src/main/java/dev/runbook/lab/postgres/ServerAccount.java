package dev.runbook.lab.postgres;

import dev.runbook.EngineException;
import dev.runbook.lab.Command;
import java.util.ArrayList;
import java.util.List;

/**
 * The account that server programs run as. PostgreSQL refuses to run as root, and as a user without a name; for those
 * it runs in a user namespace, where it is nobody but owns the same files.
 *
 * @param prefix put before the program's own command line
 */
record ServerAccount(List<String> prefix) {
    private static final ServerAccount OWN = new ServerAccount(List.of());
    private static final ServerAccount NAMESPACE = new ServerAccount(List.of("unshare", "-U", "--"));

    ServerAccount {
        prefix = List.copyOf(prefix);
    }

    static ServerAccount ofThisProcess() {
        boolean root = "root".equals(System.getProperty("user.name"));
        if (!root && Command.works(List.of("id", "-un"))) {
            return OWN;
        }
        if (Command.works(NAMESPACE.command("true"))) {
            return NAMESPACE;
        }
        throw new EngineException("PostgreSQL does not run as " + (root ? "root" : "a user without a name")
                + ", and 'unshare -U' is not allowed here; start the lab as a plain user");
    }

    List<String> command(String... program) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(program));
        return command;
    }
}
