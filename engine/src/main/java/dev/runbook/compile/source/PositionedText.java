package dev.runbook.compile.source;

import java.util.List;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.GStringExpression;

/** A text of a runbook, with the source position of each part. */
public record PositionedText(NodeText source, Expression text) {
    /** Returns the parts between the values. */
    public static List<String> parts(Expression text) {
        if (text instanceof GStringExpression template) {
            return template.getStrings().stream()
                    .map(part -> (String) part.getValue())
                    .toList();
        }
        return text instanceof ConstantExpression constant ? List.of(String.valueOf(constant.getValue())) : List.of("");
    }

    /**
     * Returns the source position of {@code found} at an offset of the text; the position of the whole text if it is
     * written differently.
     */
    public ASTNode place(int offset, String found) {
        String before = String.join("\0", parts(text)).substring(0, offset);
        int line = text.getLineNumber()
                + (int) before.chars().filter(c -> c == '\n').count();
        if (startsOnNextLine()) {
            line++;
        }
        int lineStart = before.lastIndexOf('\n') + 1;
        for (String written : List.of(found, found.replace("$", "\\$"), found.replace("\\", "\\\\"))) {
            int from = line == text.getLineNumber() ? text.getColumnNumber() - 1 : 0;
            int column = nth(source.line(line), written, from, occurrences(before.substring(lineStart), found));
            if (column >= 0) {
                ASTNode place = new ASTNode();
                place.setLineNumber(line);
                place.setColumnNumber(column + 1);
                place.setLastLineNumber(line);
                place.setLastColumnNumber(column + 1 + written.length());
                return place;
            }
        }
        return text;
    }

    /** Returns whether the line break after the opening quotes has been removed. */
    private boolean startsOnNextLine() {
        String rest = source.source().from(text.getLineNumber(), text.getColumnNumber());
        return rest.strip().equals("'''") || rest.strip().equals("\"\"\"");
    }

    private static int occurrences(String before, String found) {
        int count = 0;
        for (int at = before.indexOf(found); at >= 0; at = before.indexOf(found, at + 1)) {
            count++;
        }
        return count;
    }

    /** Returns the position of {@code written} after the given number of earlier occurrences; -1 if there is none. */
    private static int nth(String line, String written, int from, int others) {
        int at = line.indexOf(written, from);
        for (int i = 0; i < others && at >= 0; i++) {
            at = line.indexOf(written, at + 1);
        }
        return at;
    }
}
