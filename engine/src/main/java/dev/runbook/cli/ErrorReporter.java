package dev.runbook.cli;

import dev.runbook.AuthorException;
import dev.runbook.EngineException;
import dev.runbook.journal.NewerFormatException;
import dev.runbook.journal.event.ExitCode;
import dev.runbook.run.lock.NotStartedException;
import dev.runbook.terminal.TerminalSanitizer;
import java.io.IOException;
import java.io.PrintStream;

/** Reports errors in terms of the affected person; prints a stack trace only with {@code --debug}. */
final class ErrorReporter {
    /** What to do to see where an internal error happened. */
    static final String HOW_TO_DEBUG = "; rerun with --debug for a stack trace";

    private final CliContext context;
    private final boolean debug;

    ErrorReporter(CliContext context, boolean debug) {
        this.context = context;
        this.debug = debug;
    }

    /** Reports a fault and returns its exit code, valid as long as nothing was started. */
    int report(Throwable fault) {
        PrintStream err = context.terminal().err();
        if (fault instanceof AuthorException mistake) {
            err.println(TerminalSanitizer.block(mistake.getMessage()));
        } else {
            err.println(words(fault));
        }
        if (!(fault instanceof AuthorException) && !ofTheMachine(fault)) {
            err.println("internal error" + (debug ? ":" : HOW_TO_DEBUG));
        }
        if (debug) {
            fault.printStackTrace(err);
        }
        return fault instanceof NotStartedException ? ExitCode.REFUSED.number() : ExitCode.NOT_STARTED.number();
    }

    /**
     * Returns whether a file cannot be read or written, or was written by a newer engine: the message is sufficient
     * then.
     */
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
