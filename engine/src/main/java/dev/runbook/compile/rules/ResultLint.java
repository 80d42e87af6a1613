package dev.runbook.compile.rules;

import dev.runbook.compile.rewrite.ConditionBlocks;
import dev.runbook.compile.rewrite.TaskActions;
import dev.runbook.compile.source.Warnings;
import dev.runbook.dsl.ActionWord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.Parameter;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;

/**
 * Warns about conditions that can hold although the action failed: {@code expect} replaces the check of the exit code
 * or status, so {@code expect { json.error == null }} also holds for a 404.
 */
final class ResultLint extends CodeVisitorSupport {
    private static final String REQUIRE_OK = "to require that it succeeded write expect { ok && … }";

    /** The actions that conditions may accept although they failed, each with its message. */
    private static final Map<ActionWord, String> FAILURES = Map.of(
            ActionWord.SHELL, "these conditions can hold although the command failed: none reads exitCode or ok",
            ActionWord.SSH, "these conditions can hold although the command failed: none reads exitCode or ok",
            ActionWord.POWERSHELL, "these conditions can hold although the command failed: none reads exitCode or ok",
            ActionWord.HTTP, "these conditions can hold for an error status such as 404: none reads status or ok",
            ActionWord.COPY_ROWS,
                    "these conditions can hold although the rows differ after the copy: none reads checksum or ok");

    private static final Set<String> RESULTS = Set.of("ok", "exitCode", "status", "checksum");

    private final Warnings warnings;

    ResultLint(Warnings warnings) {
        this.warnings = warnings;
    }

    @Override
    public void visitClosureExpression(ClosureExpression block) {
        List<MethodCallExpression> conditions = conditionsIn(block);
        if (conditions.stream().noneMatch(ResultLint::readsResult)) {
            conditions.stream().limit(1).forEach(this::warn);
        }
        super.visitClosureExpression(block);
    }

    /** Returns the {@code expect} calls written directly in a block; together they judge its action. */
    private static List<MethodCallExpression> conditionsIn(ClosureExpression block) {
        List<MethodCallExpression> found = new ArrayList<>();
        block.getCode().visit(new CodeVisitorSupport() {
            @Override
            public void visitMethodCallExpression(MethodCallExpression call) {
                if (ConditionBlocks.opens(call) && "expect".equals(call.getMethodAsString())) {
                    found.add(call);
                }
            }

            @Override
            public void visitClosureExpression(ClosureExpression inner) {
                // has its own action
            }
        });
        return found;
    }

    private void warn(MethodCallExpression expect) {
        ((TupleExpression) expect.getArguments())
                .getExpressions().stream()
                        .map(TaskActions::notedFor)
                        .filter(actions -> actions != null && actions.size() == 1)
                        .map(actions -> FAILURES.get(actions.iterator().next()))
                        .filter(message -> message != null)
                        .forEach(message ->
                                warnings.add(expect.getMethod(), expect, message, REQUIRE_OK, Warnings.SAY_SO));
    }

    private static boolean readsResult(MethodCallExpression expect) {
        ResultReader reader = new ResultReader();
        expect.getArguments().visit(reader);
        return reader.found;
    }

    /** Looks for a result of the action, or of one of its hosts; a part of a document may have the same name. */
    private static final class ResultReader extends CodeVisitorSupport {
        private boolean found;
        private boolean ofHosts;

        @Override
        public void visitVariableExpression(VariableExpression variable) {
            found |= RESULTS.contains(variable.getName()) && !(variable.getAccessedVariable() instanceof Parameter);
        }

        @Override
        public void visitPropertyExpression(PropertyExpression property) {
            found |= (ofHosts || isOfHosts(property.getObjectExpression()))
                    && RESULTS.contains(property.getPropertyAsString());
            super.visitPropertyExpression(property);
        }

        @Override
        public void visitMethodCallExpression(MethodCallExpression call) {
            boolean outer = ofHosts;
            ofHosts |= !call.isImplicitThis() && isOfHosts(call.getObjectExpression());
            super.visitMethodCallExpression(call);
            ofHosts = outer;
        }

        private static boolean isOfHosts(Expression value) {
            return value.getText().startsWith("hosts");
        }
    }
}
