package dev.runbook.cli;

import dev.runbook.terminal.Terminal;
import java.util.List;
import java.util.Set;

/**
 * Runs the commands from which the JVM's class archive is built: ordinary commands, one after the other in one process,
 * so that the archive contains the classes of a run, of the live screen and of the help. The compiler is excluded: it
 * does not benefit from an archive, and an archive that contains it slows every start down. Started by the launcher
 * after a build, never by a person.
 */
public final class ClassArchiveTraining {
    private ClassArchiveTraining() {}

    /**
     * Takes the training runbook's file, already compiled by a check. The outcome of a command matters only to the log
     * that the launcher keeps.
     */
    public static void main(String[] arguments) {
        CliContext plain = CliContext.ofProcess();
        Main.prepare(List.of("run"), plain);
        Terminal terminal = plain.terminal();
        CliContext live = plain.with(
                new Terminal(terminal.out(), terminal.err(), terminal.in(), Set.of("out"), terminal.columns(), true));
        String runbook = arguments[0];
        Main.run(List.of("--help"), plain);
        Main.run(List.of("run", "--help"), live);
        Main.run(List.of("run", runbook, "-e", "training"), plain);
        Main.run(List.of("run", runbook, "-e", "training"), live);
        Main.run(List.of("show", "last"), plain);
        Main.run(List.of("history"), plain);
        System.exit(0);
    }
}
