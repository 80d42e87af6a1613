package dev.runbook.compile;

import dev.runbook.dsl.Handle;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.Variable;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.DeclarationExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;

/**
 * What handles and {@code expect} blocks offer: only what the action of their step leaves. A handle is declared
 * plainly, so that its action can be read off its block.
 */
final class HandleRules extends CodeVisitorSupport {
    static final ClassNode HANDLE = ClassHelper.make(Handle.class);
    private static final Set<String> COMMAND = Set.of("exitCode", "stdout", "stderr", "lines", "json");

    /** What each action leaves, besides {@code ok}. */
    private static final Map<String, Set<String>> LEAVES = Map.of(
            "shell", COMMAND,
            "ssh", Set.of("exitCode", "stdout", "stderr", "lines", "json", "hosts"),
            "powershell", Set.of("exitCode", "stdout", "stderr", "lines", "json", "hosts"),
            "sql", Set.of("rows", "rowCount", "row", "value", "updateCount", "messages"),
            "http", Set.of("status", "headers", "body", "json", "elapsed"),
            "copyRows", Set.of("inserted", "updated", "deleted", "unchanged", "skipped", "checksum"),
            "prometheus", Set.of("value", "lowest", "highest", "series"),
            "follow", Set.of());

    private static final Set<String> ANY =
            LEAVES.values().stream().flatMap(Set::stream).collect(Collectors.toSet());

    private final VocabularyChecker checker;
    private final Map<Variable, Set<String>> actions = new HashMap<>();
    private Set<String> current = Set.of();
    private boolean judging;

    HandleRules(VocabularyChecker checker) {
        this.checker = checker;
    }

    @Override
    public void visitDeclarationExpression(DeclarationExpression declaration) {
        Expression value = declaration.getRightExpression();
        if (declaration.getLeftExpression() instanceof VariableExpression variable
                && value instanceof MethodCallExpression call
                && HANDLE.equals(checker.typeOf(call))) {
            actions.put(variable, actionsIn(call));
        }
        super.visitDeclarationExpression(declaration);
    }

    @Override
    public void visitMethodCallExpression(MethodCallExpression call) {
        Set<String> outer = current;
        boolean outerJudging = judging;
        Set<String> own = actionsIn(call);
        if (!own.isEmpty()) {
            current = own;
        }
        judging = judging || (ConditionBlocks.opens(call) && "expect".equals(call.getMethodAsString()));
        super.visitMethodCallExpression(call);
        current = outer;
        judging = outerJudging;
    }

    private static Set<String> actionsIn(MethodCallExpression call) {
        Set<String> found = new LinkedHashSet<>();
        if (call.getArguments() instanceof TupleExpression arguments
                && !arguments.getExpressions().isEmpty()) {
            Expression last =
                    arguments.getExpressions().get(arguments.getExpressions().size() - 1);
            if (last instanceof ClosureExpression block) {
                block.getCode().visit(new CodeVisitorSupport() {
                    @Override
                    public void visitMethodCallExpression(MethodCallExpression inner) {
                        if (inner.isImplicitThis() && LEAVES.containsKey(inner.getMethodAsString())) {
                            found.add(inner.getMethodAsString());
                        }
                    }
                });
            }
        }
        return found;
    }

    @Override
    public void visitPropertyExpression(PropertyExpression property) {
        if (property.getObjectExpression() instanceof VariableExpression handle
                && actions.containsKey(handle.getAccessedVariable())) {
            check(
                    actions.get(handle.getAccessedVariable()),
                    property.getPropertyAsString(),
                    property.getProperty(),
                    "'" + handle.getName() + "'");
        }
        super.visitPropertyExpression(property);
    }

    @Override
    public void visitVariableExpression(VariableExpression variable) {
        boolean local = variable.getAccessedVariable() instanceof VariableExpression
                || variable.getAccessedVariable() instanceof org.codehaus.groovy.ast.Parameter;
        if (judging && !local && !variable.isThisExpression()) {
            check(current, variable.getName(), variable, "the step");
        }
        if (HANDLE.equals(checker.typeOf(variable)) && !actions.containsKey(variable.getAccessedVariable())) {
            checker.report(
                    variable,
                    "the handle '" + variable.getName() + "' is not declared plainly",
                    "write def " + variable.getName() + " = step('…') { … }");
        }
    }

    private void check(Set<String> acting, String read, org.codehaus.groovy.ast.ASTNode place, String who) {
        boolean left = acting.stream().anyMatch(action -> LEAVES.get(action).contains(read));
        if (ANY.contains(read) && !left && !acting.isEmpty() && !read.equals("ok")) {
            String offers = acting.stream()
                    .flatMap(action -> LEAVES.get(action).stream())
                    .sorted()
                    .distinct()
                    .collect(Collectors.joining(", "));
            checker.report(
                    place,
                    who + " runs " + String.join(" and ", acting) + ", which leaves no '" + read + "'",
                    offers.isEmpty() ? "it leaves: ok" : "it leaves: ok, " + offers);
        }
    }
}
