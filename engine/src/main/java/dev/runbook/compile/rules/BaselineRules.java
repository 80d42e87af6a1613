package dev.runbook.compile.rules;

import java.util.HashSet;
import java.util.Set;
import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.Variable;
import org.codehaus.groovy.ast.expr.DeclarationExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;

/** Checks that {@code normal} and {@code spread} are read only of a measurement that declares a {@code baseline}. */
final class BaselineRules extends CodeVisitorSupport {
    private static final Set<String> GIVEN = Set.of("normal", "spread");
    private static final String MEASURE = "measure";
    private static final String BASELINE = "baseline";

    private final VocabularyChecker checker;
    private final Set<Variable> declared = new HashSet<>();
    private boolean found;

    BaselineRules(VocabularyChecker checker) {
        this.checker = checker;
    }

    @Override
    public void visitDeclarationExpression(DeclarationExpression declaration) {
        boolean measure = declaration.getRightExpression() instanceof MethodCallExpression call
                && MEASURE.equals(call.getMethodAsString());
        found = false;
        super.visitDeclarationExpression(declaration);
        if (measure && found && declaration.getLeftExpression() instanceof VariableExpression variable) {
            declared.add(variable);
        }
    }

    @Override
    public void visitMethodCallExpression(MethodCallExpression call) {
        found |= BASELINE.equals(call.getMethodAsString());
        super.visitMethodCallExpression(call);
    }

    @Override
    public void visitPropertyExpression(PropertyExpression property) {
        String value = property.getPropertyAsString();
        if (value != null
                && GIVEN.contains(value)
                && property.getObjectExpression() instanceof VariableExpression handle
                && checker.typeOf(handle).equals(HandleRules.HANDLE)
                && !declared.contains(handle.getAccessedVariable())) {
            String name = HandleRules.written(handle.getName());
            checker.report(
                    property.getProperty(),
                    "'" + name + "' has no baseline, so it has no '" + value + "'",
                    "add baseline 7.days to def " + name + " = measure('…') { … }");
        }
        super.visitPropertyExpression(property);
    }
}
