package dev.runbook.compile.rules;

import dev.runbook.compile.source.NodeText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.Parameter;
import org.codehaus.groovy.ast.Variable;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.DeclarationExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.ListExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;

/**
 * Finds the parts of a condition that are fixed when the runbook is planned: names declared outside of it, such as a
 * loop variable. The plan shows their values for each iteration.
 */
final class PlannedConstants extends CodeVisitorSupport {
    private static final Set<String> PLAIN = Set.of(
            "java.lang.String",
            "java.lang.Integer",
            "java.lang.Long",
            "java.math.BigDecimal",
            "java.lang.Boolean",
            "java.time.Duration",
            "java.time.Instant");
    private static final String ENTRY = "java.util.Map$Entry";

    private final VocabularyChecker checker;
    private final Expression condition;
    private final Set<Variable> own = new HashSet<>();
    private final List<Expression> found = new ArrayList<>();

    /** How many blocks around the visited one use {@code it} as their element. */
    private int unnamed;

    private PlannedConstants(VocabularyChecker checker, Expression condition) {
        this.checker = checker;
        this.condition = condition;
    }

    /**
     * Returns the column, length and value of each constant in the condition; empty for a condition of several lines.
     */
    static ListExpression in(Expression condition, VocabularyChecker checker) {
        PlannedConstants constants = new PlannedConstants(checker, condition);
        if (condition.getLineNumber() == condition.getLastLineNumber()) {
            condition.visit(constants);
        }
        ListExpression list = new ListExpression();
        constants.found.stream()
                .sorted(Comparator.comparing(Expression::getColumnNumber))
                .forEach(constant -> {
                    list.addExpression(new ConstantExpression(constant.getColumnNumber()
                            - NodeText.start(condition).getColumnNumber()));
                    list.addExpression(
                            new ConstantExpression(constant.getLastColumnNumber() - constant.getColumnNumber()));
                    list.addExpression(constant);
                });
        return list;
    }

    @Override
    public void visitClosureExpression(ClosureExpression block) {
        boolean named = block.isParameterSpecified();
        own.addAll(named ? List.of(block.getParameters()) : List.of());
        unnamed += named ? 0 : 1;
        super.visitClosureExpression(block);
        unnamed -= named ? 0 : 1;
    }

    @Override
    public void visitDeclarationExpression(DeclarationExpression declaration) {
        if (declaration.getLeftExpression() instanceof VariableExpression name) {
            own.add(name);
        }
        super.visitDeclarationExpression(declaration);
    }

    @Override
    public void visitPropertyExpression(PropertyExpression property) {
        if (property.getObjectExpression() instanceof VariableExpression entry
                && isFixed(entry)
                && checker.typeOf(entry).getName().equals(ENTRY)) {
            add(property);
        } else {
            super.visitPropertyExpression(property);
        }
    }

    @Override
    public void visitVariableExpression(VariableExpression name) {
        if (isFixed(name)) {
            add(name);
        }
    }

    private boolean isFixed(VariableExpression name) {
        Variable meant = name.getAccessedVariable();
        boolean local = meant instanceof VariableExpression || meant instanceof Parameter;
        boolean element = unnamed > 0 && name.getName().equals("it");
        return local
                && !element
                && !own.contains(meant)
                && !name.isThisExpression()
                && name.getName().indexOf('$') < 0;
    }

    private void add(Expression constant) {
        ClassNode type = ClassHelper.getWrapper(checker.typeOf(constant));
        boolean onItsLine = constant.getLineNumber() == condition.getLineNumber()
                && constant.getColumnNumber() >= condition.getColumnNumber();
        if (PLAIN.contains(type.getName()) && onItsLine) {
            found.add(constant);
        }
    }
}
