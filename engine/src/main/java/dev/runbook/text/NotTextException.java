package dev.runbook.text;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;

/** Thrown when bytes are invalid in the encoding of their text. */
public final class NotTextException extends CharacterCodingException {
    private static final long serialVersionUID = 1L;

    private final String charset;
    private final int line;
    private final int column;

    NotTextException(Charset charset, int line, int column) {
        this.charset = charset.name();
        this.line = line;
        this.column = column;
    }

    /** Returns the name of the encoding. */
    public String charset() {
        return charset;
    }

    /** Returns the first line that cannot be decoded, from 1. */
    public int line() {
        return line;
    }

    /** Returns the column in that line, in characters from 1. */
    public int column() {
        return column;
    }

    @Override
    public String getMessage() {
        return "it is not text in " + charset + " (line " + line + ")";
    }
}
