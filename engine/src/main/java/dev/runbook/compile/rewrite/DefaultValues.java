package dev.runbook.compile.rewrite;

import dev.runbook.dsl.DefaultValue;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.Parameter;
import org.codehaus.groovy.ast.VariableScope;
import org.codehaus.groovy.ast.expr.ArgumentListExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ElvisOperatorExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.StaticMethodCallExpression;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.control.SourceUnit;

/**
 * Rewrites {@code value ?: other} to a test for a missing value: {@code DefaultValue.of(value, { other })}. Groovy
 * would also replace an empty text, 0 and false.
 */
public final class DefaultValues extends CodeRewriter {
    private static final ClassNode DEFAULT = ClassHelper.make(DefaultValue.class);

    public DefaultValues(SourceUnit source) {
        super(source);
    }

    @Override
    public Expression transform(Expression expression) {
        if (expression instanceof ElvisOperatorExpression choice) {
            return call(choice);
        }
        return super.transform(expression);
    }

    private Expression call(ElvisOperatorExpression choice) {
        Expression other = transform(choice.getFalseExpression());
        ExpressionStatement answer = new ExpressionStatement(other);
        answer.setSourcePosition(other);
        ClosureExpression block = new ClosureExpression(Parameter.EMPTY_ARRAY, answer);
        block.setVariableScope(new VariableScope());
        block.setSourcePosition(other);
        Expression call = new StaticMethodCallExpression(
                DEFAULT, "of", new ArgumentListExpression(transform(choice.getTrueExpression()), block));
        call.setSourcePosition(choice);
        return call;
    }

    /** Returns whether a call is a rewritten {@code ?:}. */
    public static boolean isOne(Expression expression) {
        return expression instanceof StaticMethodCallExpression call
                && call.getOwnerType().equals(DEFAULT);
    }
}
