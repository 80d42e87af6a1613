package dev.runbook.compile.rules;

import dev.runbook.compile.rewrite.ConditionBlocks;
import dev.runbook.compile.source.NodeText;
import dev.runbook.dsl.ConditionRecorder;
import java.util.List;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.ClassCodeExpressionTransformer;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.expr.ArgumentListExpression;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.BooleanExpression;
import org.codehaus.groovy.ast.expr.CastExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.ListExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.IfStatement;
import org.codehaus.groovy.ast.stmt.TryCatchStatement;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.syntax.Types;
import org.codehaus.groovy.transform.stc.StaticTypesMarker;

/**
 * Records the value of each part of a condition, so that a failed condition can show them: {@code status == 200}
 * becomes {@code $conditions.part('status', 0, status) == 200}. A chain of reads is one part, as a whole.
 */
final class RecordedParts extends ClassCodeExpressionTransformer {
    private static final ClassNode RECORDER = ClassHelper.make(ConditionRecorder.class);

    private final VocabularyChecker checker;
    private final NodeText text;
    private Expression condition;
    private Expression recorder;

    RecordedParts(VocabularyChecker checker) {
        this.checker = checker;
        this.text = NodeText.of(checker.source());
    }

    @Override
    protected SourceUnit getSourceUnit() {
        return checker.source();
    }

    @Override
    public Expression transform(Expression expression) {
        if (expression instanceof ClosureExpression block) {
            if (condition == null) {
                block.getCode().visit(this);
            }
            return expression; // inside a condition it is called once for each element
        }
        if (condition != null) {
            return part(expression);
        }
        if (expression instanceof MethodCallExpression call && ConditionBlocks.judges(call)) {
            recordParts(call);
            return call;
        }
        return super.transform(expression);
    }

    /** {@code if ($conditions.next(…)) try { $conditions.check(…) }} */
    @Override
    public void visitIfElse(IfStatement statement) {
        if (statement.getIfBlock() instanceof TryCatchStatement attempt
                && attempt.getTryStatement() instanceof ExpressionStatement line
                && line.getExpression() instanceof MethodCallExpression check
                && ConditionBlocks.judges(check)
                && statement.getBooleanExpression().getExpression() instanceof MethodCallExpression next) {
            Expression written = ((TupleExpression) check.getArguments()).getExpression(0);
            addConstants(next, PlannedConstants.in(written, checker));
        }
        super.visitIfElse(statement);
    }

    private static void addConstants(MethodCallExpression next, ListExpression constants) {
        if (!constants.getExpressions().isEmpty()) {
            MethodNode target = RECORDER.getMethods("next").stream()
                    .filter(method -> method.getParameters().length == 6)
                    .findFirst()
                    .orElseThrow();
            ((ArgumentListExpression) next.getArguments()).addExpression(constants);
            next.setMethodTarget(target);
            next.putNodeMetaData(StaticTypesMarker.DIRECT_METHOD_CALL_TARGET, target);
        }
    }

    private void recordParts(MethodCallExpression check) {
        Expression written = ((TupleExpression) check.getArguments()).getExpression(0);
        condition = written;
        recorder = check.getObjectExpression();
        Expression recorded = part(written);
        condition = null;
        check.setArguments(new ArgumentListExpression(recorded));
    }

    private Expression part(Expression expression) {
        if (expression instanceof VariableExpression variable) {
            boolean synthetic =
                    variable.isThisExpression() || variable.getName().indexOf('$') >= 0;
            return synthetic ? variable : noted(variable, variable);
        }
        if (expression instanceof PropertyExpression || isElement(expression)) {
            return noted(expression, expression);
        }
        if (expression instanceof MethodCallExpression call && !call.isImplicitThis()) {
            return noted(call, callWithParts(call));
        }
        if (expression instanceof MethodCallExpression || expression instanceof BooleanExpression) {
            return expression instanceof BooleanExpression ? super.transform(expression) : expression;
        }
        return super.transform(expression);
    }

    private Expression callWithParts(MethodCallExpression call) {
        MethodCallExpression parts = new MethodCallExpression(
                part(call.getObjectExpression()), call.getMethod(), super.transform(call.getArguments()));
        parts.setSourcePosition(call);
        parts.copyNodeMetaData(call);
        parts.setImplicitThis(false);
        parts.setSafe(call.isSafe());
        parts.setMethodTarget(call.getMethodTarget());
        return parts;
    }

    private static boolean isElement(Expression expression) {
        return expression instanceof BinaryExpression binary
                && binary.getOperation().getType() == Types.LEFT_SQUARE_BRACKET;
    }

    private Expression noted(Expression written, Expression value) {
        ClassNode type = written.getNodeMetaData(StaticTypesMarker.INFERRED_TYPE);
        if (type == null || written.getLineNumber() < 1) {
            return value;
        }
        ClassNode kept = ClassHelper.isPrimitiveType(type) ? type : ClassHelper.OBJECT_TYPE;
        MethodNode target = partFor(kept);
        if (target == null) {
            return value;
        }
        String source = text.of(written);
        MethodCallExpression note = new MethodCallExpression(
                recorder,
                "part",
                new ArgumentListExpression(List.of(
                        new ConstantExpression(source), new ConstantExpression(column(written, source), true), value)));
        note.setImplicitThis(false);
        note.setSourcePosition(written);
        note.setMethodTarget(target);
        note.putNodeMetaData(StaticTypesMarker.DIRECT_METHOD_CALL_TARGET, target);
        note.putNodeMetaData(StaticTypesMarker.INFERRED_TYPE, kept);
        if (ClassHelper.isPrimitiveType(type)) {
            return note;
        }
        CastExpression cast = new CastExpression(type.getPlainNodeReference(), note);
        cast.setSourcePosition(written);
        cast.putNodeMetaData(StaticTypesMarker.INFERRED_TYPE, type);
        return cast;
    }

    private static MethodNode partFor(ClassNode type) {
        return RECORDER.getMethods("part").stream()
                .filter(method -> method.getParameters()[2].getType().equals(type))
                .findFirst()
                .orElse(null);
    }

    private int column(Expression written, String source) {
        ASTNode start = NodeText.start(written);
        ASTNode whole = NodeText.start(condition);
        return start.getLineNumber() == whole.getLineNumber()
                ? Math.max(0, start.getColumnNumber() - whole.getColumnNumber())
                : columnWithin(text.of(condition), source);
    }

    private static int columnWithin(String condition, String part) {
        return condition.codePointCount(0, Math.max(0, condition.indexOf(part)));
    }
}
