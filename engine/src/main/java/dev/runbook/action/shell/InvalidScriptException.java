package dev.runbook.action.shell;

import dev.runbook.AuthorException;
import java.nio.file.Path;

/** Thrown when a script's file cannot be run because of its content. */
final class InvalidScriptException extends AuthorException {
    private static final long serialVersionUID = 1L;

    private final String problem;
    private final String cure;
    private final int line;
    private final int column;

    InvalidScriptException(Path file, String problem, String cure, int line, int column) {
        super("script file " + file + " cannot be run: " + problem);
        this.problem = problem;
        this.cure = cure;
        this.line = line;
        this.column = column;
    }

    /** Returns what is wrong, without the name of the file. */
    String problem() {
        return problem;
    }

    /** Returns what the author can do. */
    String cure() {
        return cure;
    }

    /** Returns the line, from 1. */
    int line() {
        return line;
    }

    /** Returns the column in characters, from 1. */
    int column() {
        return column;
    }
}
