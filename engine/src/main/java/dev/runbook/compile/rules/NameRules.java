package dev.runbook.compile.rules;

import dev.runbook.compile.rewrite.NotifyReceiver;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.Variable;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.DeclarationExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.syntax.Types;

/**
 * Enforces the rules for names and blocks: a name may not change after a block has used it (the block is evaluated
 * later and would see the last value), and a computing closure declares nothing.
 */
final class NameRules extends TypedCodeRules {
    private int computing;

    NameRules(VocabularyChecker checker) {
        super(checker);
    }

    @Override
    public void visitDeclarationExpression(DeclarationExpression declaration) {
        boolean block = declaration.getRightExpression() instanceof ClosureExpression;
        computing += block ? 1 : 0;
        super.visitDeclarationExpression(declaration);
        computing -= block ? 1 : 0;
    }

    @Override
    public void visitBinaryExpression(BinaryExpression binary) {
        if (binary.getOperation().getType() == Types.ASSIGN
                && !(binary instanceof DeclarationExpression)
                && binary.getLeftExpression() instanceof VariableExpression variable) {
            Variable meant = variable.getAccessedVariable();
            if (meant != null && meant.isClosureSharedVariable()) {
                checker.report(
                        binary,
                        "'" + variable.getName() + "' changes, but a block uses it",
                        "the block is evaluated again when it runs and would see only the last value: use another name for each value");
            }
        }
        super.visitBinaryExpression(binary);
    }

    @Override
    public void visitMethodCallExpression(MethodCallExpression call) {
        if (NotifyReceiver.isBare(call)) {
            if (computing > 0 && declares(call)) {
                checker.report(
                        call.getMethod(),
                        "'" + call.getMethodAsString() + "' is not allowed in a block that only computes",
                        "write for (one in list) { }");
                return; // its content is part of the same mistake
            }
            if (RunTimePositions.takesList(call)) {
                computing++;
                RunTimePositions.iteratedList(call).ifPresent(block -> block.visit(this));
                computing--;
            }
            super.visitMethodCallExpression(call);
            return;
        }
        call.getObjectExpression().visit(this);
        int computes = checker.isMistaken(call.getMethod()) ? 0 : 1; // 'each' is already rejected
        computing += computes;
        call.getArguments().visit(this);
        computing -= computes;
    }

    /** Returns whether a word adds to the plan: it returns no value to compute with, or returns a handle. */
    private boolean declares(MethodCallExpression call) {
        boolean block = call.getArguments() instanceof TupleExpression arguments
                && arguments.getExpressions().stream().anyMatch(ClosureExpression.class::isInstance);
        var type = checker.typeOf(call);
        return block || type.equals(ClassHelper.void_WRAPPER_TYPE) || type.equals(ClassHelper.VOID_TYPE);
    }
}
