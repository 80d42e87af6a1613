package dev.runbook.cli;

import dev.runbook.compile.GroovyBoot;
import dev.runbook.terminal.Terminal;
import java.io.BufferedReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * Runs the commands from which the class archive of the {@link ReaderProcess} is built: a check that compiles, one that
 * does not, and a plan, in one process. Started by the launcher after a build, never by a person.
 */
public final class ReaderTraining {
    private ReaderTraining() {}

    /** Takes the training runbook's file. */
    public static void main(String[] arguments) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        CliContext reader = CliContext.ofReader(
                new Terminal(nowhere, nowhere, new BufferedReader(new StringReader("")), Set.of(), 80, false));
        Main.keepPicocliSmall();
        GroovyBoot.begin();
        String runbook = arguments[0];
        Main.run(List.of("check", runbook, "-e", "training"), reader);
        Main.run(List.of("check", runbook, "-e", "training", "--json"), reader);
        Main.run(List.of("plan", runbook, "-e", "training"), reader);
        System.exit(0);
    }
}
