package dev.runbook.compile.rules;

import dev.runbook.compile.rewrite.NotifyReceiver;
import dev.runbook.compile.vocabulary.Usage;
import dev.runbook.compile.vocabulary.Vocabulary;
import dev.runbook.compile.vocabulary.WordSuggestion;
import dev.runbook.dsl.Text;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.Parameter;
import org.codehaus.groovy.ast.Variable;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.DeclarationExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.ast.expr.RangeExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.syntax.Types;
import org.codehaus.groovy.transform.stc.StaticTypesMarker;

/**
 * Visits the typed tree and rejects every call, property, name, type and operator that was not approved: the type
 * checker resolves some of them ({@code x[y]}, {@code ==}, property reads) without asking its extension.
 */
final class AllowListVerifier extends TypedCodeRules {
    private static final ClassNode DURATION = ClassHelper.make(Duration.class);
    private static final ClassNode INSTANT = ClassHelper.make(Instant.class);
    private static final ClassNode TEXT = ClassHelper.make(Text.class);
    private static final Set<ClassNode> PLAIN_TEXT = Set.of(ClassHelper.STRING_TYPE, ClassHelper.GSTRING_TYPE, TEXT);
    private static final Set<ClassNode> INSTANTS = Set.of(INSTANT, ValueTypes.RUN_INSTANT);
    private static final Set<ClassNode> TIMES =
            Set.of(DURATION, ValueTypes.RUN_DURATION, INSTANT, ValueTypes.RUN_INSTANT);
    private static final int LONGEST_RANGE = 10_000;

    AllowListVerifier(VocabularyChecker checker) {
        super(checker);
    }

    @Override
    public void visitMethodCallExpression(MethodCallExpression call) {
        if (checker.targetOf(call) == null
                && !checker.isMistaken(call.getMethod())
                && !checker.holdsMistake(call.getArguments())) {
            checker.report(call, "a runbook cannot make this call");
        }
        if (call.isImplicitThis()) {
            call.getArguments().visit(this);
        } else if (NotifyReceiver.isBare(call)) {
            call.getArguments().visit(this);
        } else {
            super.visitMethodCallExpression(call);
        }
    }

    @Override
    public void visitPropertyExpression(PropertyExpression property) {
        ClassNode receiver = checker.typeOf(property.getObjectExpression());
        String name = property.getPropertyAsString();
        boolean approved = property.getNodeMetaData(VocabularyChecker.OPEN_READ) != null
                || checker.isMistaken(property.getProperty())
                || Vocabulary.reads(receiver.getName(), name)
                || (isMap(receiver) && !name.equals("class") && !name.equals("metaClass"));
        if (!approved) {
            checker.report(
                    property.getProperty(),
                    "a runbook cannot read '" + name + "' of " + Usage.kind(receiver.getName()),
                    ValueTypes.isOpen(receiver)
                            ? new String[] {"write ['" + name + "']"}
                            : WordSuggestion.didYouMean(name, Vocabulary.membersOf(receiver.getName())));
        } else if (property.isSpreadSafe()
                && !receiver.equals(ValueTypes.JSON)
                && !receiver.equals(ValueTypes.HANDLES)) {
            checker.report(property, "'*.' reads a part of each element of a JSON list", "write .collect { it… }");
        }
        super.visitPropertyExpression(property);
    }

    @Override
    public void visitBinaryExpression(BinaryExpression binary) {
        if (!(binary instanceof DeclarationExpression)) {
            checkOperator(binary);
        }
        super.visitBinaryExpression(binary);
    }

    private void checkOperator(BinaryExpression binary) {
        ClassNode left = checker.typeOf(binary.getLeftExpression());
        ClassNode right = checker.typeOf(binary.getRightExpression());
        boolean approved = switch (binary.getOperation().getType()) {
            case Types.LEFT_SQUARE_BRACKET -> isElement(left, right);
            case Types.PLUS ->
                isText(left)
                        || joinsTexts(left, right)
                        || bothNumbers(left, right)
                        || (isTime(left, right) && right.equals(DURATION))
                        || bothLists(left, right);
            case Types.MINUS -> bothNumbers(left, right) || isTime(left, right);
            case Types.MULTIPLY, Types.DIVIDE, Types.REMAINDER -> bothNumbers(left, right);
            default -> true; // comparisons call only equals and compareTo of plain values
        };
        if (!approved
                && !checker.isMistaken(binary.getLeftExpression())
                && !checker.isMistaken(binary.getRightExpression())) {
            new RefusedCalls(checker).refuseOperator(binary);
        }
    }

    private static boolean isElement(ClassNode left, ClassNode right) {
        boolean number = right.equals(ClassHelper.Integer_TYPE);
        if (ValueTypes.isOpen(left)) {
            return number || isText(right) || right.equals(ValueTypes.SETTING);
        }
        if (left.equals(HandleRules.HANDLE)) {
            return right.equals(ClassHelper.STRING_TYPE); // what a person gave: backup['location']
        }
        return ((isList(left) || left.equals(ValueTypes.HANDLES)) && number) || isMap(left);
    }

    private static boolean bothNumbers(ClassNode left, ClassNode right) {
        // the left operand computes, and a plain number does not support run-time values
        return isNumber(left) && isNumber(right) && (left.equals(ValueTypes.JSON) || !right.equals(ValueTypes.JSON));
    }

    private static boolean joinsTexts(ClassNode left, ClassNode right) {
        return left.equals(ValueTypes.SETTING) && (isText(right) || right.equals(ValueTypes.SETTING));
    }

    private static boolean bothLists(ClassNode left, ClassNode right) {
        return (isList(left) && isList(right)) || (isMap(left) && isMap(right));
    }

    private static boolean isTime(ClassNode left, ClassNode right) {
        boolean shifts = right.equals(DURATION) && TIMES.contains(left);
        return shifts || (left.equals(ValueTypes.RUN_INSTANT) && INSTANTS.contains(right));
    }

    static boolean isText(ClassNode type) {
        return PLAIN_TEXT.contains(type);
    }

    private static boolean isNumber(ClassNode type) {
        return type.isDerivedFrom(ClassHelper.Number_TYPE) || ValueTypes.isOpen(type);
    }

    static boolean isList(ClassNode type) {
        return type.equals(ClassHelper.LIST_TYPE) || type.implementsInterface(ClassHelper.LIST_TYPE) || type.isArray();
    }

    static boolean isMap(ClassNode type) {
        return type.equals(ClassHelper.MAP_TYPE) || type.implementsInterface(ClassHelper.MAP_TYPE);
    }

    @Override
    public void visitRangeExpression(RangeExpression range) {
        if (!isWhole(range.getFrom()) || !isWhole(range.getTo())) {
            checker.report(range, "a range is from one whole number to another", "write 1..5");
        }
        if (range.getFrom() instanceof ConstantExpression from
                && range.getTo() instanceof ConstantExpression to
                && from.getValue() instanceof Number low
                && to.getValue() instanceof Number high
                && Math.abs(high.longValue() - low.longValue()) > LONGEST_RANGE) {
            checker.report(range, "a range of more than " + LONGEST_RANGE + " numbers is too long for a runbook");
        }
        super.visitRangeExpression(range);
    }

    @Override
    public void visitVariableExpression(VariableExpression variable) {
        Variable meant = variable.getAccessedVariable();
        boolean local = meant instanceof VariableExpression || meant instanceof Parameter;
        boolean word = variable.getNodeMetaData(StaticTypesMarker.IMPLICIT_RECEIVER) != null && isWord(variable);
        if (!local && !word && !variable.isThisExpression() && !checker.isMistaken(variable)) {
            checker.report(variable, "a runbook cannot read '" + variable.getName() + "'");
        }
    }

    private boolean isWhole(Expression bound) {
        return checker.typeOf(bound).equals(ClassHelper.Integer_TYPE) || checker.isMistaken(bound);
    }

    private static boolean isWord(Expression variable) {
        return Vocabulary.isWordOfABlock(((VariableExpression) variable).getName());
    }
}
