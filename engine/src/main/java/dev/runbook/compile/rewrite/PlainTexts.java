package dev.runbook.compile.rewrite;

import dev.runbook.dsl.PlainText;
import java.util.Optional;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.expr.ArgumentListExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.GStringExpression;
import org.codehaus.groovy.ast.expr.ListExpression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.StaticMethodCallExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.control.SourceUnit;

/**
 * Converts {@code "a $b"} to plain text wherever it is not an argument of a word: Groovy's own text type equals no
 * other text, so that lookups in lists and maps would fail. A word keeps the values separate.
 */
public final class PlainTexts extends CodeRewriter {
    private static final ClassNode PLAIN_TEXT = ClassHelper.make(PlainText.class);

    public PlainTexts(SourceUnit source) {
        super(source);
    }

    @Override
    public Expression transform(Expression expression) {
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

    /** Returns the text converted by a call; empty for any other call. */
    public static Optional<GStringExpression> textOf(Expression call) {
        return call instanceof StaticMethodCallExpression plain
                        && plain.getOwnerType().equals(PLAIN_TEXT)
                ? Optional.of((GStringExpression) ((TupleExpression) plain.getArguments()).getExpression(0))
                : Optional.empty();
    }

    /** Returns the method that assembles a text when it is read, not when it is declared. */
    public static MethodNode later() {
        return PLAIN_TEXT.getMethods("later").get(0);
    }

    /** Leaves an argument of a word unchanged, including the texts in a list or map argument. */
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
