package dev.runbook.cli;

import dev.runbook.compile.GroovyBoot;
import dev.runbook.journal.event.ExitCode;
import dev.runbook.value.FileReason;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The entry point of the process. */
public final class Main {
    private static final Set<String> LOOK = Set.of("check", "plan");
    private static final Set<String> RUNS = Set.of("run", "drill", "resume");
    private static final Set<String> TRIGGERS = Set.of("decide", "watch");
    private static final Set<String> HELP = Set.of("-h", "--help");

    private Main() {}

    public static void main(String[] arguments) {
        List<String> words = List.of(arguments);
        CliContext context = CliContext.ofProcess();
        int exit;
        try {
            prepare(words, context);
            exit = run(words, context);
        } finally {
            context.reader().ifPresent(ReaderProcess::close);
        }
        System.exit(exit);
    }

    /**
     * Prepares the start: picocli's settings, and Groovy, for which a command that reads a runbook waits longest, in
     * this process or in the one that reads untrusted files.
     */
    static void prepare(List<String> arguments, CliContext context) {
        keepPicocliSmall();
        String command = arguments.isEmpty() || arguments.stream().anyMatch(HELP::contains) ? "" : arguments.get(0);
        if (RUNS.contains(command) || TRIGGERS.contains(command)) {
            GroovyBoot.begin();
        } else if (LOOK.contains(command)) {
            context.reader().ifPresent(ReaderProcess::begin);
        }
    }

    /**
     * Configures picocli before its first class is loaded: otherwise it boots Groovy, which neither help nor history
     * needs, and looks up converters by reflection, which no option uses.
     */
    static void keepPicocliSmall() {
        System.setProperty("picocli.disable.closures", "true");
        System.setProperty("picocli.converters.excludes", "java.*");
    }

    /** Runs one command line and returns its exit code. Never throws. */
    static int run(List<String> arguments, CliContext context) {
        int exit = performed(arguments, context);
        Optional<IOException> lost = context.terminal().lost();
        lost.ifPresent(why -> context.terminal()
                .err()
                .println("runbook: what was printed could not all be written: " + FileReason.of(why)));
        boolean ran = arguments.stream().limit(1).anyMatch(RUNS::contains); // then the exit code is the run's verdict
        return lost.isPresent() && exit == ExitCode.OK.number() && !ran ? ExitCode.FAILED.number() : exit;
    }

    private static int performed(List<String> arguments, CliContext context) {
        ErrorReporter faults = new ErrorReporter(context, arguments.contains("--debug"));
        try {
            return new Commands(context, faults).execute(arguments);
        } catch (Throwable fault) { // an error of the JVM is also reported in one line
            return faults.report(fault);
        } finally {
            context.terminal().out().flush();
            context.terminal().err().flush();
        }
    }
}
