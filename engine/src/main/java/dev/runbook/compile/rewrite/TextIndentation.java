package dev.runbook.compile.rewrite;

import dev.runbook.compile.source.NodeText;
import java.util.ArrayList;
import java.util.List;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.ModuleNode;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.GStringExpression;
import org.codehaus.groovy.control.SourceUnit;

/**
 * Removes the common indentation from a text of several lines ({@code """} or {@code '''}), and the line breaks next to
 * its quotes, so that a script may be indented with the surrounding runbook and a here-document still finds its end.
 */
public final class TextIndentation extends CodeRewriter {
    private final NodeText text;

    public TextIndentation(SourceUnit source, NodeText text) {
        super(source);
        this.text = text;
    }

    @Override
    public void rewrite(ModuleNode module) {
        if (text.source().text().contains("'''") || text.source().text().contains("\"\"\"")) {
            super.rewrite(module);
        }
    }

    @Override
    public Expression transform(Expression expression) {
        if (expression instanceof ConstantExpression constant
                && constant.getValue() instanceof String value
                && severalLines(constant, "'''", "\"\"\"")) {
            return constant(stripped(List.of(value), indentation(constant)).get(0), constant);
        }
        if (expression instanceof GStringExpression gstring && severalLines(gstring, "\"\"\"")) {
            return stripped(gstring);
        }
        return super.transform(expression);
    }

    private boolean severalLines(Expression expression, String... quotes) {
        if (expression.getLineNumber() == expression.getLastLineNumber()) {
            return false;
        }
        for (String quote : quotes) {
            if (text.begins(expression, quote)) {
                return true;
            }
        }
        return false;
    }

    private GStringExpression stripped(GStringExpression gstring) {
        List<String> parts = new ArrayList<>();
        gstring.getStrings().forEach(part -> parts.add((String) part.getValue()));
        List<String> bare = stripped(parts, indentation(gstring));
        List<ConstantExpression> strings = new ArrayList<>();
        for (int i = 0; i < bare.size(); i++) {
            strings.add(constant(bare.get(i), gstring.getStrings().get(i)));
        }
        GStringExpression result = new GStringExpression(
                gstring.getText(),
                strings,
                gstring.getValues().stream().map(this::transform).toList());
        result.setSourcePosition(gstring);
        result.copyNodeMetaData(gstring);
        return result;
    }

    private static ConstantExpression constant(String value, ASTNode written) {
        ConstantExpression constant = new ConstantExpression(value);
        constant.setSourcePosition(written);
        return constant;
    }

    /** Returns the white space with which every line but the first begins, as written; blank lines do not count. */
    private int indentation(ASTNode written) {
        int common = Integer.MAX_VALUE;
        for (int number = written.getLineNumber() + 1; number <= written.getLastLineNumber(); number++) {
            String line = text.line(number);
            boolean closing = number == written.getLastLineNumber()
                    && text.source()
                            .before(number, written.getLastColumnNumber() - 3)
                            .isBlank();
            if (!line.isBlank() && !closing) {
                common = Math.min(common, line.length() - line.stripLeading().length());
            }
        }
        return common == Integer.MAX_VALUE ? 0 : common;
    }

    private static List<String> stripped(List<String> parts, int indentation) {
        List<String> bare = new ArrayList<>();
        for (String part : parts) {
            StringBuilder kept = new StringBuilder();
            for (int at = 0; at < part.length(); at++) {
                kept.append(part.charAt(at));
                if (part.charAt(at) == '\n') {
                    at += whiteSpace(part, at + 1, indentation);
                }
            }
            bare.add(kept.toString());
        }
        String first = bare.get(0);
        if (first.startsWith("\n")) {
            bare.set(0, first.substring(1));
        }
        int last = bare.size() - 1;
        int end = bare.get(last).lastIndexOf('\n');
        if (end >= 0 && bare.get(last).substring(end + 1).isBlank()) {
            bare.set(last, bare.get(last).substring(0, end + 1));
        }
        return bare;
    }

    private static int whiteSpace(String part, int from, int most) {
        int count = 0;
        while (count < most && from + count < part.length() && isBlank(part.charAt(from + count))) {
            count++;
        }
        return count;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
