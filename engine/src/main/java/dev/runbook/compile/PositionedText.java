package dev.runbook.compile;

import java.util.List;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.GStringExpression;

/** A text of a runbook, and where each part of it is written. */
record PositionedText(NodeText source, Expression text) {
    /** The parts between its values. */
    static List<String> parts(Expression text) {
        if (text instanceof GStringExpression template) {
            return template.getStrings().stream()
                    .map(part -> (String) part.getValue())
                    .toList();
        }
        return text instanceof ConstantExpression constant ? List.of(String.valueOf(constant.getValue())) : List.of("");
    }

    /** The place of {@code found}, which stands at an offset of the text; that of the whole text where it is not written so. */
    ASTNode place(int offset, String found) {
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

    /** Whether the line break behind the opening quotes has been taken off. */
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

    /** Where {@code written} stands after that many others of it; -1 where it does not. */
    private static int nth(String line, String written, int from, int others) {
        int at = line.indexOf(written, from);
        for (int i = 0; i < others && at >= 0; i++) {
            at = line.indexOf(written, at + 1);
        }
        return at;
    }
}
