package dev.runbook.compile.rewrite;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.ExpressionTransformer;
import org.codehaus.groovy.ast.expr.NotExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.syntax.Types;

/**
 * Moves the operands of {@code &&} and {@code ||} that test for a missing response ({@code ok}, {@code status == 0})
 * before the others. Conditions have no side effects, so their order is free; those operands can always be evaluated,
 * the others only if there is a response. So {@code status == 503 || status == 0} also holds without a response.
 */
final class AbsenceFirst implements ExpressionTransformer {
    @Override
    public Expression transform(Expression expression) {
        if (expression == null || expression instanceof ClosureExpression) {
            return expression;
        }
        if (!(expression instanceof BinaryExpression binary) || !joins(binary)) {
            return expression.transformExpression(this);
        }
        List<Expression> operands = new ArrayList<>();
        collect(binary, binary.getOperation().getType(), operands);
        List<Expression> ordered = new ArrayList<>();
        operands.stream().filter(AbsenceFirst::namesAbsence).forEach(ordered::add);
        operands.stream().filter(operand -> !namesAbsence(operand)).forEach(ordered::add);
        Expression joined = transform(ordered.get(0));
        for (Expression operand : ordered.subList(1, ordered.size())) {
            joined = new BinaryExpression(joined, binary.getOperation(), transform(operand));
            joined.setSourcePosition(binary);
        }
        return joined;
    }

    private static boolean joins(BinaryExpression binary) {
        int operator = binary.getOperation().getType();
        return operator == Types.LOGICAL_AND || operator == Types.LOGICAL_OR;
    }

    private static void collect(Expression expression, int operator, List<Expression> operands) {
        if (expression instanceof BinaryExpression binary
                && binary.getOperation().getType() == operator) {
            collect(binary.getLeftExpression(), operator, operands);
            collect(binary.getRightExpression(), operator, operands);
        } else {
            operands.add(expression);
        }
    }

    private static boolean namesAbsence(Expression operand) {
        if (operand instanceof NotExpression not) {
            return namesAbsence(not.getExpression());
        }
        if (operand instanceof BinaryExpression binary && equality(binary)) {
            Expression left = binary.getLeftExpression();
            Expression right = binary.getRightExpression();
            return (reads(left, "ok") && isConstant(right, true, false))
                    || (reads(left, "status") && isConstant(right, 0))
                    || (reads(right, "status") && isConstant(left, 0));
        }
        return reads(operand, "ok");
    }

    private static boolean equality(BinaryExpression binary) {
        int operator = binary.getOperation().getType();
        return operator == Types.COMPARE_EQUAL || operator == Types.COMPARE_NOT_EQUAL;
    }

    private static boolean reads(Expression expression, String name) {
        return expression instanceof VariableExpression variable
                ? variable.getName().equals(name)
                : expression instanceof PropertyExpression property && name.equals(property.getPropertyAsString());
    }

    private static boolean isConstant(Expression expression, Object... values) {
        return expression instanceof ConstantExpression constant
                && Arrays.asList(values).contains(constant.getValue()); // null too
    }
}
