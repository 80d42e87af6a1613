package dev.runbook.cli;

import dev.runbook.AuthorException;
import dev.runbook.EngineException;
import dev.runbook.journal.NewerFormatException;
import dev.runbook.run.NotStartedException;
import dev.runbook.value.TerminalSanitizer;
import java.io.IOException;
import java.io.PrintStream;

/** Tells what went wrong in the words of the person it concerns; never a stack trace, but with {@code --debug}. */
final class ErrorReporter {
    private final CliContext surroundings;
    private final boolean debug;

    ErrorReporter(CliContext surroundings, boolean debug) {
        this.surroundings = surroundings;
        this.debug = debug;
    }

    /** The exit code that goes with it, as long as nothing was started. */
    int report(Throwable fault) {
        PrintStream err = surroundings.terminal().err();
        if (fault instanceof AuthorException mistake) {
            err.println(TerminalSanitizer.block(mistake.getMessage()));
        } else {
            err.println(words(fault));
        }
        if (!(fault instanceof AuthorException) && !ofTheMachine(fault)) {
            err.println("this is a fault of the engine or its machine"
                    + (debug ? ":" : "; --debug shows where it happened"));
        }
        if (debug) {
            fault.printStackTrace(err);
        }
        return fault instanceof NotStartedException ? ExitCode.REFUSED : ExitCode.NOTHING_STARTED;
    }

    /** A file that cannot be read or written, or by no engine as old as this: the message says all there is to say. */
    private static boolean ofTheMachine(Throwable fault) {
        return fault instanceof NewerFormatException
                || (fault instanceof EngineException && fault.getCause() instanceof IOException);
    }

    private static String words(Throwable fault) {
        if (fault instanceof EngineException) {
            return "runbook: " + TerminalSanitizer.block(fault.getMessage());
        }
        String message = fault.getMessage() == null
                ? ""
                : ": "
                        + TerminalSanitizer.block(fault.getMessage())
                                .lines()
                                .findFirst()
                                .orElse("");
        return "runbook: " + fault.getClass().getSimpleName() + message;
    }
}
