package dev.runbook.compile;

import dev.runbook.dsl.PlainText;
import java.util.Optional;
import org.codehaus.groovy.ast.ClassCodeExpressionTransformer;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.ModuleNode;
import org.codehaus.groovy.ast.expr.ArgumentListExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.GStringExpression;
import org.codehaus.groovy.ast.expr.ListExpression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.StaticMethodCallExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.control.SourceUnit;

/**
 * Makes plain text of {@code "a $b"} wherever it is not an argument of a word: Groovy's own kind of text equals no
 * other, so that it would be found in no list and in no map. A word keeps the values apart.
 */
final class PlainTexts extends ClassCodeExpressionTransformer {
    private static final ClassNode PLAIN_TEXT = ClassHelper.make(PlainText.class);

    private final SourceUnit source;

    PlainTexts(SourceUnit source) {
        this.source = source;
    }

    void rewrite(ModuleNode module) {
        module.getStatementBlock().visit(this);
    }

    @Override
    protected SourceUnit getSourceUnit() {
        return source;
    }

    @Override
    public Expression transform(Expression expression) {
        if (expression instanceof ClosureExpression block) {
            block.getCode().visit(this);
            return block;
        }
        if (expression instanceof MethodCallExpression call && call.isImplicitThis()) {
            if (call.getArguments() instanceof TupleExpression arguments) {
                arguments.getExpressions().replaceAll(this::argument);
            }
            return call;
        }
        if (expression instanceof GStringExpression text) {
            StaticMethodCallExpression plain =
                    new StaticMethodCallExpression(PLAIN_TEXT, "of", new ArgumentListExpression(text));
            plain.setSourcePosition(text);
            return plain;
        }
        return super.transform(expression);
    }

    /** The text of a call that makes it plain; empty for any other call. */
    static Optional<GStringExpression> textOf(Expression call) {
        return call instanceof StaticMethodCallExpression plain
                        && plain.getOwnerType().equals(PLAIN_TEXT)
                ? Optional.of((GStringExpression) ((TupleExpression) plain.getArguments()).getExpression(0))
                : Optional.empty();
    }

    /** The method that puts a text together when it is read, not when it is declared. */
    static MethodNode later() {
        return PLAIN_TEXT.getMethods("later").get(0);
    }

    /** What a word is given stays as it is, and so do the texts in a list or map it is given. */
    private Expression argument(Expression argument) {
        if (argument instanceof MapExpression options) {
            options.getMapEntryExpressions().forEach(option -> argument(option.getValueExpression()));
            return argument;
        }
        if (argument instanceof ListExpression list) {
            list.getExpressions().forEach(this::argument);
            return argument;
        }
        return argument instanceof GStringExpression ? argument : transform(argument);
    }
}
