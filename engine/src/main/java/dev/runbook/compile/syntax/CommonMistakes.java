package dev.runbook.compile.syntax;

import dev.runbook.compile.source.NodeText;
import dev.runbook.compile.source.SourceText;
import dev.runbook.compile.vocabulary.PlainMembers;
import java.util.List;
import java.util.regex.Pattern;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.expr.ArgumentListExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.ast.stmt.Statement;

/** Detects valid Groovy that is not what the author meant, and reports the intended form. */
final class CommonMistakes {
    /** Compiled once: compiling a pattern where the stack is nearly used up ends in another error than the stack's. */
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    private final RefusedSyntax rules;
    private final NodeText text;

    CommonMistakes(RefusedSyntax rules, NodeText text) {
        this.rules = rules;
        this.text = text;
    }

    /** {@code budget: 3.minutes} is a label and a number in Groovy. */
    void label(Statement statement) {
        List<String> labels = statement.getStatementLabels();
        if (labels != null && !labels.isEmpty()) {
            String label = labels.get(labels.size() - 1);
            rules.report(
                    labelBefore(statement, label),
                    "'" + label + ":' is a label, not a word",
                    "write '" + label + " …' without the colon");
        }
    }

    /** Returns the position of a label, which the parser excludes from its statement. */
    private ASTNode labelBefore(Statement statement, String label) {
        int line = statement.getLineNumber();
        String before = text.before(statement);
        int index = before.lastIndexOf(label);
        return index < 0 ? statement : place(line, SourceText.column(before, index), length(label));
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static ASTNode place(int line, int column, int length) {
        ASTNode place = new ASTNode();
        place.setLineNumber(line);
        place.setColumnNumber(column);
        place.setLastLineNumber(line);
        place.setLastColumnNumber(column + length);
        return place;
    }

    /** Rejects a name reserved for the compiler. */
    void nameOfAValue(ASTNode place, String name) {
        if (name.indexOf('$') >= 0) {
            rules.refuse(place, "a name with '$'");
        }
    }

    /** {@code step 'a' { }} and {@code shell 'x' in: 'y'} are parsed as calls of methods with these names. */
    void quotedName(MethodCallExpression call) {
        String name = text.of(call.getMethod());
        boolean block = call.getArguments() instanceof ArgumentListExpression arguments
                && arguments.getExpressions().stream().allMatch(ClosureExpression.class::isInstance);
        if (block) {
            rules.report(
                    call.getMethod(), "a name before a block is written in brackets", "write step(" + name + ") { … }");
        } else {
            rules.report(call.getMethod(), "a comma is missing after " + name);
        }
    }

    /** {@code budget 3 minutes, limit: 4.minutes} is parsed as a call of a method named 3. */
    void numberAsName(MethodCallExpression call) {
        String number = call.getMethodAsString();
        if (NUMBER.matcher(number).matches() && call.getArguments() instanceof TupleExpression arguments) {
            arguments.getExpressions().stream()
                    .filter(VariableExpression.class::isInstance)
                    .map(unit -> (VariableExpression) unit)
                    .filter(unit -> PlainMembers.UNITS.contains(unit.getName()))
                    .findFirst()
                    .ifPresent(unit -> rules.report(
                            unit,
                            "a dot is missing before '" + unit.getName() + "'",
                            "write " + number + "." + unit.getName()));
        }
    }

    /** {@code ${…}} in single quotes inserts no value. */
    void valueInSingleQuotes(ConstantExpression constant) {
        for (int line = constant.getLineNumber(); line <= constant.getLastLineNumber(); line++) {
            int from = line == constant.getLineNumber() ? text.before(constant).length() : 0;
            String written = line == constant.getLastLineNumber()
                    ? text.source().before(line, constant.getLastColumnNumber())
                    : text.line(line);
            int gap = written.indexOf("${", from);
            if (gap >= 0) {
                int end = written.indexOf('}', gap);
                int length = end < 0 ? 2 : length(written.substring(gap, end + 1));
                ASTNode place = place(line, SourceText.column(written, gap), length);
                rules.report(
                        place,
                        "${…} puts no value into text in single quotes",
                        "use double quotes for a value; for the shell's own variable write $NAME here, or \\${NAME} in double quotes");
                return;
            }
        }
    }

    /** {@code rto 5 minutes} reads a property of the result of {@code rto(5)}. */
    void missingDot(PropertyExpression property) {
        ASTNode name = property.getProperty();
        String unit = property.getPropertyAsString();
        if (PlainMembers.UNITS.contains(unit) && text.before(name).endsWith(" ")) {
            rules.report(name, "a dot is missing before '" + unit + "'", "write 5." + unit);
        }
    }
}
