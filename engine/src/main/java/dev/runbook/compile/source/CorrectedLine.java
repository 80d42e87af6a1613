package dev.runbook.compile.source;

import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.GStringExpression;

/** Corrects an author's line: ends the shell's single quotes around a value. */
public final class CorrectedLine {
    private CorrectedLine() {}

    public static String of(NodeText source, Expression value, GStringExpression text) {
        String line = source.line(value.getLineNumber());
        int from = source.before(value).length();
        int to = source.source()
                .before(value.getLineNumber(), value.getLastColumnNumber())
                .length();
        boolean braces = from > 1 && line.charAt(from - 1) == '{';
        int start = braces ? from - 2 : from - 1;
        int end = braces ? line.indexOf('}', to) + 1 : to;
        String quote = source.begins(text, "\"\"\"") ? "\"" : "\\\"";
        String gap = quote + line.substring(start, end) + quote;
        boolean alone = start > 0 && end < line.length() && line.charAt(start - 1) == '\'' && line.charAt(end) == '\'';
        String corrected = alone
                ? line.substring(0, start - 1) + gap + line.substring(end + 1)
                : line.substring(0, start) + "'" + gap + "'" + line.substring(end);
        return corrected.strip();
    }
}
