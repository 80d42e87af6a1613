package dev.runbook.cli;

import dev.runbook.compile.GroovyBoot;
import dev.runbook.value.FileReason;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where the process starts. */
public final class Main {
    private static final Set<String> READ_RUNBOOKS = Set.of("check", "plan", "run", "drill", "resume");
    private static final Set<String> RUNS = Set.of("run", "drill", "resume");
    private static final Set<String> HELP = Set.of("-h", "--help");

    private Main() {}

    public static void main(String[] arguments) {
        List<String> words = List.of(arguments);
        prepare(words);
        System.exit(run(words, Surroundings.ofProcess()));
    }

    /** What comes before all else: Groovy's boot, which a start that reads a runbook waits for longest, and picocli's settings. */
    static void prepare(List<String> arguments) {
        keepPicocliSmall();
        if (arguments.stream().limit(1).anyMatch(READ_RUNBOOKS::contains)
                && arguments.stream().noneMatch(HELP::contains)) {
            GroovyBoot.begin();
        }
    }

    /**
     * Before picocli's first class is loaded: else it boots Groovy, which no help and no history needs, and looks up
     * converters by reflection, which no option asks for.
     */
    private static void keepPicocliSmall() {
        System.setProperty("picocli.disable.closures", "true");
        System.setProperty("picocli.converters.excludes", "java.*");
    }

    /** Runs one command line; its exit code. Never throws. */
    static int run(List<String> arguments, Surroundings surroundings) {
        int exit = performed(arguments, surroundings);
        Optional<IOException> lost = surroundings.terminal().lost();
        lost.ifPresent(why -> surroundings
                .terminal()
                .err()
                .println("runbook: what was printed could not all be written: " + FileReason.of(why)));
        boolean ran = arguments.stream().limit(1).anyMatch(RUNS::contains); // then the exit code is the run's verdict
        return lost.isPresent() && exit == ExitCode.OK && !ran ? ExitCode.FAILED : exit;
    }

    private static int performed(List<String> arguments, Surroundings surroundings) {
        Faults faults = new Faults(surroundings, arguments.contains("--debug"));
        try {
            return new Commands(surroundings, faults).execute(arguments);
        } catch (Throwable fault) { // an error of the JVM too is told in a line
            return faults.tell(fault);
        } finally {
            surroundings.terminal().out().flush();
            surroundings.terminal().err().flush();
        }
    }
}
