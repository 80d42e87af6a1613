package dev.runbook.cli;

import dev.runbook.compile.GroovyBoot;
import dev.runbook.value.FileReason;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where the process starts. */
public final class Main {
    private static final Set<String> LOOK = Set.of("check", "plan");
    private static final Set<String> RUNS = Set.of("run", "drill", "resume");
    private static final Set<String> HELP = Set.of("-h", "--help");

    private Main() {}

    public static void main(String[] arguments) {
        List<String> words = List.of(arguments);
        CliContext surroundings = CliContext.ofProcess();
        int exit;
        try {
            prepare(words, surroundings);
            exit = run(words, surroundings);
        } finally {
            surroundings.reader().ifPresent(ReaderProcess::close);
        }
        System.exit(exit);
    }

    /**
     * What comes before all else: picocli's settings, and the start of what a command that reads a runbook waits for
     * longest, Groovy here or in the process that reads strangers' files.
     */
    static void prepare(List<String> arguments, CliContext surroundings) {
        keepPicocliSmall();
        String command = arguments.isEmpty() || arguments.stream().anyMatch(HELP::contains) ? "" : arguments.get(0);
        if (RUNS.contains(command)) {
            GroovyBoot.begin();
        } else if (LOOK.contains(command)) {
            surroundings.reader().ifPresent(ReaderProcess::begin);
        }
    }

    /**
     * Before picocli's first class is loaded: else it boots Groovy, which no help and no history needs, and looks up
     * converters by reflection, which no option asks for.
     */
    static void keepPicocliSmall() {
        System.setProperty("picocli.disable.closures", "true");
        System.setProperty("picocli.converters.excludes", "java.*");
    }

    /** Runs one command line; its exit code. Never throws. */
    static int run(List<String> arguments, CliContext surroundings) {
        int exit = performed(arguments, surroundings);
        Optional<IOException> lost = surroundings.terminal().lost();
        lost.ifPresent(why -> surroundings
                .terminal()
                .err()
                .println("runbook: what was printed could not all be written: " + FileReason.of(why)));
        boolean ran = arguments.stream().limit(1).anyMatch(RUNS::contains); // then the exit code is the run's verdict
        return lost.isPresent() && exit == ExitCode.OK && !ran ? ExitCode.FAILED : exit;
    }

    private static int performed(List<String> arguments, CliContext surroundings) {
        ErrorReporter faults = new ErrorReporter(surroundings, arguments.contains("--debug"));
        try {
            return new Commands(surroundings, faults).execute(arguments);
        } catch (Throwable fault) { // an error of the JVM too is told in a line
            return faults.report(fault);
        } finally {
            surroundings.terminal().out().flush();
            surroundings.terminal().err().flush();
        }
    }
}
