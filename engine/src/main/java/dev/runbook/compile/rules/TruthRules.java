package dev.runbook.compile.rules;

import dev.runbook.compile.rewrite.ConditionBlocks;
import dev.runbook.compile.rewrite.DefaultValues;
import dev.runbook.compile.rewrite.NotifyReceiver;
import dev.runbook.compile.source.NodeText;
import dev.runbook.compile.vocabulary.Usage;
import dev.runbook.dsl.Text;
import dev.runbook.dsl.ValueKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.GenericsType;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.BooleanExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.DeclarationExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.NotExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.ast.expr.StaticMethodCallExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.syntax.Types;
import org.codehaus.groovy.transform.stc.StaticTypesMarker;

/**
 * Allows only true and false in decisions. Groovy accepts any value as a condition, and treats every text but the empty
 * one as true, also {@code 'false'}: a destructive branch could be taken by mistake.
 *
 * <p>A value whose type is known only when it is read, such as a part of a JSON document, is checked at that time.
 */
final class TruthRules extends TypedCodeRules {
    /** Methods that decide by the result of their closure for each element. */
    private static final Set<String> DECIDING = Set.of("every", "any", "find", "findAll", "count");

    private static final ClassNode TEXT_OF_A_RUN = ClassHelper.make(Text.class);
    private static final Set<ClassNode> CHECKED_WHEN_READ = Set.of(ValueTypes.JSON, ValueTypes.SETTING);
    private static final Set<ClassNode> POINTS_AND_LENGTHS_OF_TIME = Set.of(
            ClassHelper.make(Duration.class),
            ClassHelper.make(Instant.class),
            ValueTypes.RUN_DURATION,
            ValueTypes.RUN_INSTANT);

    TruthRules(VocabularyChecker checker) {
        super(checker);
    }

    @Override
    public void visitBooleanExpression(BooleanExpression condition) {
        check(condition.getExpression());
        super.visitBooleanExpression(condition);
    }

    @Override
    public void visitNotExpression(NotExpression not) {
        check(not.getExpression());
        super.visitNotExpression(not);
    }

    @Override
    public void visitBinaryExpression(BinaryExpression binary) {
        int operator = binary.getOperation().getType();
        if (operator == Types.LOGICAL_AND || operator == Types.LOGICAL_OR) {
            check(binary.getLeftExpression());
            check(binary.getRightExpression());
        } else if (operator == Types.ASSIGN && isTruth(checker.typeOf(binary.getLeftExpression()))) {
            check(binary.getRightExpression());
        }
        super.visitBinaryExpression(binary);
    }

    @Override
    public void visitDeclarationExpression(DeclarationExpression declaration) {
        visitBinaryExpression(declaration);
    }

    @Override
    public void visitMethodCallExpression(MethodCallExpression call) {
        List<Expression> arguments = ((TupleExpression) call.getArguments()).getExpressions();
        if (ConditionBlocks.judges(call)) {
            check(arguments.get(0));
        } else if (!NotifyReceiver.isBare(call) && DECIDING.contains(call.getMethodAsString())) {
            checkAnswers(call, arguments);
        }
        super.visitMethodCallExpression(call);
    }

    @Override
    public void visitStaticMethodCallExpression(StaticMethodCallExpression call) {
        if (DefaultValues.isOne(call)) {
            checkMayBeMissing(((TupleExpression) call.getArguments()).getExpression(0));
        }
        super.visitStaticMethodCallExpression(call);
    }

    private void checkMayBeMissing(Expression value) {
        ClassNode type = checker.typeOf(value);
        if (type.equals(TEXT_OF_A_RUN) || value instanceof ConstantExpression) {
            checker.report(
                    value,
                    "'?:' replaces a missing value, and this value is never missing",
                    "an empty text, 0 and false are not missing: write condition ? a : b");
        }
    }

    /** Checks the result of a closure that decides about an element. */
    private void checkAnswers(MethodCallExpression call, List<Expression> arguments) {
        String word = call.getMethodAsString();
        for (Expression argument : arguments) {
            if (checker.typeOf(argument).equals(ClassHelper.CLOSURE_TYPE)) {
                checkAnswer(word, argument);
            }
        }
    }

    private void checkAnswer(String word, Expression block) {
        ClassNode answer = answerOf(block);
        if (!decides(answer) && !checker.holdsMistake(block)) {
            checker.report(
                    block,
                    "the block of '" + word + "' must return true or false; this returns " + kind(answer),
                    "compare it: { it == … }");
        }
    }

    private ClassNode answerOf(Expression block) {
        ClassNode inferred = block.getNodeMetaData(StaticTypesMarker.INFERRED_RETURN_TYPE);
        if (inferred == null) {
            GenericsType[] generics = checker.typeOf(block).getGenericsTypes();
            inferred = generics == null || generics.length == 0 ? ClassHelper.OBJECT_TYPE : generics[0].getType();
        }
        return ClassHelper.getWrapper(inferred);
    }

    private void check(Expression condition) {
        if (condition instanceof BinaryExpression assignment
                && assignment.getOperation().getType() == Types.ASSIGN) {
            checker.report(condition, "'=' assigns; a condition compares with '=='");
            return;
        }
        ClassNode type = checker.typeOf(condition);
        if (!decides(type) && !checker.holdsMistake(condition)) {
            checker.report(condition, "a condition is true or false; this is " + kind(type), cures(condition, type));
        }
    }

    private static boolean decides(ClassNode type) {
        return isTruth(type) || CHECKED_WHEN_READ.contains(type);
    }

    private static boolean isTruth(ClassNode type) {
        return ClassHelper.getWrapper(type).equals(ClassHelper.Boolean_TYPE);
    }

    private static String kind(ClassNode type) {
        return AllowListVerifier.isText(type) ? ValueKind.TEXT.words() : Usage.kind(type.getName());
    }

    private String[] cures(Expression condition, ClassNode type) {
        String written = NodeText.of(checker.source()).of(condition);
        List<String> cures = new ArrayList<>();
        boolean parameter = condition instanceof PropertyExpression property
                && checker.typeOf(property.getObjectExpression()).equals(ValueTypes.PARAMS);
        if (parameter && checker.parameters().isOptional(((PropertyExpression) condition).getPropertyAsString())) {
            cures.add("ask whether it was given: " + written + " != null");
        }
        if (AllowListVerifier.isText(type)) {
            cures.add("compare it: " + written + " == 'true', or ask !" + written + ".empty");
        } else if (AllowListVerifier.isList(type) || AllowListVerifier.isMap(type)) {
            cures.add("ask !" + written + ".empty");
        } else if (type.isDerivedFrom(ClassHelper.Number_TYPE)) {
            cures.add("compare it: " + written + " != 0");
        } else if (type.equals(HandleRules.HANDLE)) {
            cures.add("ask " + written + ".ok");
        } else if (POINTS_AND_LENGTHS_OF_TIME.contains(type)) {
            cures.add("compare it: " + written + " > …");
        } else {
            cures.add("compare it: " + written + " == …");
        }
        if (parameter && AllowListVerifier.isText(type)) {
            cures.add("a parameter that is a switch is declared with type: Boolean");
        }
        return cures.toArray(String[]::new);
    }
}
