package dev.runbook.compile.rewrite;

import java.util.Map;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.ExpressionTransformer;
import org.codehaus.groovy.syntax.Token;
import org.codehaus.groovy.syntax.Types;

/**
 * Rewrites {@code 3 < json.count} to {@code json.count > 3}, and {@code 1 - json.rate} to {@code json.rate * -1 + 1}:
 * the type checker resolves comparison and arithmetic on the left operand.
 */
final class ConstantsLast implements ExpressionTransformer {
    private static final Map<Integer, Integer> MIRRORED = Map.of(
            Types.PLUS, Types.PLUS,
            Types.MULTIPLY, Types.MULTIPLY,
            Types.COMPARE_LESS_THAN, Types.COMPARE_GREATER_THAN,
            Types.COMPARE_LESS_THAN_EQUAL, Types.COMPARE_GREATER_THAN_EQUAL,
            Types.COMPARE_GREATER_THAN, Types.COMPARE_LESS_THAN,
            Types.COMPARE_GREATER_THAN_EQUAL, Types.COMPARE_LESS_THAN_EQUAL);

    @Override
    public Expression transform(Expression expression) {
        if (expression == null || expression instanceof ClosureExpression) {
            return expression;
        }
        if (expression instanceof BinaryExpression binary
                && binary.getLeftExpression() instanceof ConstantExpression constant
                && constant.getValue() instanceof Number
                && MIRRORED.containsKey(binary.getOperation().getType())) {
            Token written = binary.getOperation();
            Token mirrored =
                    Token.newSymbol(MIRRORED.get(written.getType()), written.getStartLine(), written.getStartColumn());
            BinaryExpression turned = new BinaryExpression(transform(binary.getRightExpression()), mirrored, constant);
            turned.setSourcePosition(binary);
            return turned;
        }
        if (expression instanceof BinaryExpression binary
                && binary.getLeftExpression() instanceof ConstantExpression constant
                && constant.getValue() instanceof Number
                && binary.getOperation().getType() == Types.MINUS) {
            return negated(binary, constant);
        }
        return expression.transformExpression(this);
    }

    /** Returns {@code value * -1 + constant} for {@code constant - value}. */
    private BinaryExpression negated(BinaryExpression binary, ConstantExpression constant) {
        Token minus = binary.getOperation();
        BinaryExpression negative = new BinaryExpression(
                transform(binary.getRightExpression()),
                Token.newSymbol(Types.MULTIPLY, minus.getStartLine(), minus.getStartColumn()),
                new ConstantExpression(-1));
        negative.setSourcePosition(binary);
        BinaryExpression sum = new BinaryExpression(
                negative, Token.newSymbol(Types.PLUS, minus.getStartLine(), minus.getStartColumn()), constant);
        sum.setSourcePosition(binary);
        return sum;
    }
}
