package dev.runbook.plan;

/**
 * A place in a file. Line and column count from 1, columns in characters (code points); column 0 means the whole line,
 * line 0 the whole file.
 */
public record Place(String file, int line, int column) {
    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + (column > 0 ? ":" + column : "");
    }
}
