package dev.runbook.cli;

import dev.runbook.journal.RunStore;
import dev.runbook.terminal.Terminal;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The context of a command.
 *
 * @param variables the engine's own environment variables
 * @param directory the base of relative file names
 * @param product the installation folder, whose {@code runbooks/} are found from anywhere
 * @param reader the process that reads untrusted runbooks; empty where this process reads them
 */
public record CliContext(
        Terminal terminal,
        Map<String, String> variables,
        Path directory,
        Path product,
        Optional<ReaderProcess> reader) {
    /** Variables that name locations and the user; a plan may show them. */
    private static final Set<String> SHARED = Set.of(
            "HOME",
            "LANG",
            "LC_ALL",
            "LOGNAME",
            "NO_COLOR",
            "RUNBOOK_HOME",
            "RUNBOOK_LAB_HOME",
            "RUNBOOK_LAB_ADDRESS",
            "RUNBOOKS",
            "SUDO_UID",
            "SUDO_USER",
            "TERM",
            "TMPDIR",
            "USER",
            "XDG_STATE_HOME");

    /** Creates the context of a command that reads runbooks itself. */
    public CliContext(Terminal terminal, Map<String, String> variables, Path directory, Path product) {
        this(terminal, variables, directory, product, Optional.empty());
    }

    static CliContext ofProcess() {
        Map<String, String> variables = System.getenv();
        return of(Terminal.ofProcess(variables), Optional.of(new ReaderProcess(variables)));
    }

    /** Creates the context of the process that reads runbooks for another. */
    static CliContext ofReader(Terminal terminal) {
        return of(terminal, Optional.empty());
    }

    private static CliContext of(Terminal terminal, Optional<ReaderProcess> reader) {
        Path here = Path.of("").toAbsolutePath();
        String product = System.getProperty("runbook.repository", "");
        return new CliContext(terminal, System.getenv(), here, product.isEmpty() ? here : Path.of(product), reader);
    }

    CliContext with(Terminal other) {
        return new CliContext(other, variables, directory, product, reader);
    }

    /** Selects the variables that a reader of untrusted files may see. */
    static Map<String, String> shared(Map<String, String> variables) {
        Map<String, String> shared = new TreeMap<>(variables);
        shared.keySet().retainAll(SHARED);
        return shared;
    }

    /** Returns the store of all runs. */
    RunStore runs() {
        return RunStore.standard(variables, System.getProperty("user.name"), Path.of(System.getProperty("user.home")));
    }

    /**
     * Returns the user who started the command, for the record. Only for root is {@code sudo}'s variable used, which
     * names the person.
     */
    String who() {
        String user = System.getProperty("user.name");
        return user.equals("root") ? variables.getOrDefault("SUDO_USER", user) : user;
    }
}
