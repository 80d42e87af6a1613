package dev.runbook.compile.rules;

import dev.runbook.dsl.Comparison;
import dev.runbook.dsl.Operators;
import java.util.Map;
import org.codehaus.groovy.ast.ClassCodeExpressionTransformer;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.expr.ArgumentListExpression;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.CastExpression;
import org.codehaus.groovy.ast.expr.ClassExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.DeclarationExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.NotExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.ast.expr.RangeExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.syntax.Types;
import org.codehaus.groovy.transform.stc.StaticTypesMarker;

/**
 * Rewrites reads of open names to method calls, once types are known: {@code json.a} to {@code json.at('a')},
 * {@code params.reason} likewise; and comparisons with such values to calls of {@link Comparison}.
 */
final class OpenReads extends ClassCodeExpressionTransformer {
    private static final ClassNode COMPARISON = ClassHelper.make(Comparison.class);
    private static final ClassNode OPERATORS = ClassHelper.make(Operators.class);
    private static final MethodNode MAP_GET =
            ClassHelper.MAP_TYPE.getMethods("get").get(0);

    /** Methods of plain values, each with the equivalent method of {@link Comparison}. */
    private static final Map<String, String> ASKING =
            Map.of("contains", "in", "containsKey", "in", "equals", "same", "indexOf", "indexIn");

    private final VocabularyChecker checker;

    OpenReads(VocabularyChecker checker) {
        this.checker = checker;
    }

    @Override
    protected SourceUnit getSourceUnit() {
        return checker.source();
    }

    @Override
    public Expression transform(Expression expression) {
        if (expression instanceof ClosureExpression block) {
            block.getCode().visit(this);
            return block;
        }
        if (expression instanceof PropertyExpression property
                && property.getNodeMetaData(VocabularyChecker.OPEN_READ) != null) {
            return read(property);
        }
        if (expression instanceof BinaryExpression binary
                && !(binary instanceof DeclarationExpression)
                && (isOpen(binary.getLeftExpression()) || isOpen(binary.getRightExpression()))) {
            return compared(binary);
        }
        if (expression instanceof MethodCallExpression call && passesOpenValue(call)) {
            Expression asked = ((TupleExpression) call.getArguments()).getExpression(0);
            return comparison(call, ASKING.get(call.getMethodAsString()), asked, call.getObjectExpression());
        }
        if (expression instanceof PropertyExpression property
                && AllowListVerifier.isMap(checker.typeOf(property.getObjectExpression()))) {
            Expression name = new ConstantExpression(property.getPropertyAsString());
            return valueInMap(property, property.getObjectExpression(), name, property.isSafe());
        }
        if (expression instanceof BinaryExpression binary
                && binary.getOperation().getType() == Types.LEFT_SQUARE_BRACKET
                && AllowListVerifier.isMap(checker.typeOf(binary.getLeftExpression()))) {
            return valueInMap(binary, binary.getLeftExpression(), binary.getRightExpression(), binary.isSafe());
        }
        if (expression instanceof RangeExpression range) {
            return madeRange(range);
        }
        return super.transform(expression);
    }

    /** Rewrites {@code map.name} and {@code map['name']}, which Groovy looks up by reflection. */
    private Expression valueInMap(Expression read, Expression map, Expression key, boolean safe) {
        MethodCallExpression call =
                new MethodCallExpression(transform(map), "get", new ArgumentListExpression(transform(key)));
        call.setSourcePosition(read);
        call.setImplicitThis(false);
        call.setSafe(safe);
        direct(call, MAP_GET, ClassHelper.OBJECT_TYPE);
        return cast(call, checker.typeOf(read).getPlainNodeReference());
    }

    /** Rewrites a range, because Groovy creates ranges of any length. */
    private Expression madeRange(RangeExpression range) {
        MethodCallExpression call = new MethodCallExpression(
                new ClassExpression(OPERATORS),
                "range",
                new ArgumentListExpression(
                        transform(range.getFrom()),
                        transform(range.getTo()),
                        new ConstantExpression(!range.isExclusiveRight(), true)));
        call.setSourcePosition(range);
        call.setImplicitThis(false);
        MethodNode target = OPERATORS.getMethods("range").get(0);
        direct(call, target, target.getReturnType());
        return call;
    }

    private Expression read(PropertyExpression property) {
        ClassNode yields = property.getNodeMetaData(VocabularyChecker.OPEN_READ);
        boolean parameter = checker.typeOf(property.getObjectExpression()).equals(ValueTypes.PARAMS);
        boolean shown = property.getNodeMetaData(RunTimePositions.SHOWN) != null;
        boolean named =
                property.getNodeMetaData(RunTimePositions.NAMED) != null && yields.equals(ClassHelper.STRING_TYPE);
        ClassNode owner = checker.typeOf(property.getObjectExpression());
        String method = !parameter ? "at" : shown ? "show" : named ? "named" : "at";
        MethodCallExpression call = new MethodCallExpression(
                transform(property.getObjectExpression()),
                method,
                new ArgumentListExpression(new ConstantExpression(property.getPropertyAsString())));
        call.getMethod().setSourcePosition(property.getProperty());
        call.setSourcePosition(property);
        call.setImplicitThis(false);
        call.setSafe(property.isSafe());
        MethodNode target = owner.getMethods(method).get(0);
        direct(call, target, target.getReturnType());
        return parameter && !shown && !named ? cast(call, yields) : call;
    }

    private Expression compared(BinaryExpression binary) {
        int operator = binary.getOperation().getType();
        boolean equality = operator == Types.COMPARE_EQUAL || operator == Types.COMPARE_NOT_EQUAL;
        boolean order = operator == Types.COMPARE_LESS_THAN
                || operator == Types.COMPARE_LESS_THAN_EQUAL
                || operator == Types.COMPARE_GREATER_THAN
                || operator == Types.COMPARE_GREATER_THAN_EQUAL;
        boolean membership = operator == Types.KEYWORD_IN || operator == Types.COMPARE_NOT_IN;
        if (!equality && !order && !membership) {
            return super.transform(binary);
        }
        MethodCallExpression call = comparison(
                binary,
                equality ? "same" : order ? "order" : "in",
                binary.getLeftExpression(),
                binary.getRightExpression());
        if (operator == Types.COMPARE_NOT_EQUAL || operator == Types.COMPARE_NOT_IN) {
            NotExpression not = new NotExpression(call);
            not.setSourcePosition(binary);
            return not;
        }
        return order ? againstZero(binary, call) : call;
    }

    private MethodCallExpression comparison(Expression written, String method, Expression left, Expression right) {
        MethodCallExpression call = new MethodCallExpression(
                new ClassExpression(COMPARISON), method, new ArgumentListExpression(transform(left), transform(right)));
        call.setImplicitThis(false);
        call.setSourcePosition(written);
        MethodNode target = COMPARISON.getMethods(method).get(0);
        direct(call, target, target.getReturnType());
        return call;
    }

    /**
     * Returns whether a method of a plain value gets an open value, which it cannot compare: {@code
     * [200].contains(status)}.
     */
    private boolean passesOpenValue(MethodCallExpression call) {
        return !call.isImplicitThis()
                && !isOpen(call.getObjectExpression())
                && ASKING.containsKey(call.getMethodAsString())
                && call.getArguments() instanceof TupleExpression arguments
                && arguments.getExpressions().size() == 1
                && isOpen(arguments.getExpression(0));
    }

    private static Expression againstZero(BinaryExpression binary, Expression order) {
        ConstantExpression zero = new ConstantExpression(0, true);
        zero.putNodeMetaData(StaticTypesMarker.INFERRED_TYPE, ClassHelper.int_TYPE);
        BinaryExpression comparison = new BinaryExpression(order, binary.getOperation(), zero);
        comparison.setSourcePosition(binary);
        comparison.copyNodeMetaData(binary);
        return comparison;
    }

    private boolean isOpen(Expression operand) {
        ClassNode type = checker.typeOf(operand);
        return ValueTypes.isOpen(type) || ValueTypes.isRunTime(type);
    }

    private static void direct(MethodCallExpression call, MethodNode target, ClassNode type) {
        call.setMethodTarget(target);
        call.putNodeMetaData(StaticTypesMarker.DIRECT_METHOD_CALL_TARGET, target);
        call.putNodeMetaData(StaticTypesMarker.INFERRED_TYPE, type);
    }

    private static Expression cast(Expression value, ClassNode type) {
        CastExpression cast = new CastExpression(type, value);
        cast.setSourcePosition(value);
        cast.putNodeMetaData(StaticTypesMarker.INFERRED_TYPE, type);
        return cast;
    }
}
