package dev.runbook.compile.rules;

import dev.runbook.compile.source.NodeText;
import dev.runbook.dsl.KindMismatch;
import dev.runbook.dsl.ValueKind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.DeclarationExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.syntax.Types;

/**
 * Allows comparisons only between values of the same kind: a text is never equal to an instant, earlier or later, so a
 * condition comparing the two would be meaningless in every run. A value whose kind is known only when it is read, such
 * as a part of a document, is checked at that time; but a document never contains an instant or a duration.
 */
final class ComparisonRules extends TypedCodeRules {
    private static final Set<Integer> EQUALITY = Set.of(Types.COMPARE_EQUAL, Types.COMPARE_NOT_EQUAL);
    private static final Set<Integer> ORDER = Set.of(
            Types.COMPARE_LESS_THAN,
            Types.COMPARE_LESS_THAN_EQUAL,
            Types.COMPARE_GREATER_THAN,
            Types.COMPARE_GREATER_THAN_EQUAL);
    private static final Set<String> DOCUMENTS = Set.of("json", "headers");

    ComparisonRules(VocabularyChecker checker) {
        super(checker);
    }

    @Override
    public void visitDeclarationExpression(DeclarationExpression declaration) {
        visitBinaryExpression(declaration);
    }

    @Override
    public void visitBinaryExpression(BinaryExpression binary) {
        if (!checker.holdsMistake(binary)) {
            mistake(binary)
                    .ifPresent(found -> checker.report(
                            binary, found.message(), found.cures().toArray(String[]::new)));
        }
        super.visitBinaryExpression(binary);
    }

    /** Returns whether a comparison is rejected here. */
    boolean refuses(Expression comparison) {
        return comparison instanceof BinaryExpression binary && mistake(binary).isPresent();
    }

    private record Found(String message, List<String> cures) {}

    private Optional<Found> mistake(BinaryExpression binary) {
        int operator = binary.getOperation().getType();
        boolean ordered = ORDER.contains(operator);
        if (!ordered && !EQUALITY.contains(operator)) {
            return Optional.empty();
        }
        Expression left = binary.getLeftExpression();
        Expression right = binary.getRightExpression();
        Optional<ValueKind> one = kindOf(left);
        Optional<ValueKind> other = kindOf(right);
        if (one.isPresent() && other.isPresent()) {
            return ofKinds(left, one.get(), right, other.get(), ordered);
        }
        if (one.isPresent() && isOfDocument(right)) {
            return ofDocument(right, one.get());
        }
        return other.isPresent() && isOfDocument(left) ? ofDocument(left, other.get()) : Optional.empty();
    }

    private Optional<Found> ofKinds(
            Expression left, ValueKind one, Expression right, ValueKind other, boolean ordered) {
        if (one != other) {
            return Optional.of(new Found(
                    one.words() + " and " + other.words() + " cannot be compared",
                    KindMismatch.cure(one, written(left), other, written(right)).stream()
                            .toList()));
        }
        return ordered && !one.isOrdered()
                ? Optional.of(new Found(
                        one.words() + "cannot be compared with < or >", List.of("compare them with == or !=")))
                : Optional.empty();
    }

    private Optional<Found> ofDocument(Expression part, ValueKind other) {
        String message = "a part of a document is a text or a number, and cannot be compared with " + other.words();
        return switch (other) {
            case INSTANT ->
                Optional.of(new Found(message, List.of("make an instant of it: time(" + written(part) + ")")));
            case DURATION ->
                Optional.of(new Found(message, List.of("compare it with a number, in the unit it has there")));
            default -> Optional.empty();
        };
    }

    /** Returns the kind of a value, if its type determines it; a missing value may be compared with anything. */
    private Optional<ValueKind> kindOf(Expression value) {
        return value instanceof ConstantExpression constant && constant.isNullExpression()
                ? Optional.empty()
                : kindOf(checker.typeOf(value)).or(() -> kindOfOutput(value));
    }

    /** Returns the kind of an action result, read in a condition or through a handle, whose static type is open. */
    private Optional<ValueKind> kindOfOutput(Expression value) {
        if (value instanceof VariableExpression word) {
            return ValueKind.ofLeft(word.getName()); // no variable may have the name of a word
        }
        return value instanceof PropertyExpression property
                        && checker.typeOf(property.getObjectExpression()).equals(HandleRules.HANDLE)
                ? ValueKind.ofLeft(property.getPropertyAsString())
                : Optional.empty();
    }

    private static Optional<ValueKind> kindOf(ClassNode type) {
        return type.isResolved() ? ValueKind.ofType(type.getTypeClass()) : Optional.empty();
    }

    /**
     * Returns whether the value is a part of the JSON that a command printed or a server returned, or a response
     * header.
     */
    private boolean isOfDocument(Expression value) {
        if (value instanceof VariableExpression word) {
            return DOCUMENTS.contains(word.getName());
        }
        if (value instanceof PropertyExpression property) {
            boolean ofHandle = checker.typeOf(property.getObjectExpression()).equals(HandleRules.HANDLE);
            return ofHandle
                    ? DOCUMENTS.contains(property.getPropertyAsString())
                    : isOfDocument(property.getObjectExpression());
        }
        if (value instanceof BinaryExpression element) {
            return element.getOperation().getType() == Types.LEFT_SQUARE_BRACKET
                    && isOfDocument(element.getLeftExpression());
        }
        return value instanceof MethodCallExpression call
                && !call.isImplicitThis()
                && isOfDocument(call.getObjectExpression());
    }

    private String written(Expression value) {
        return NodeText.of(checker.source()).of(value);
    }
}
