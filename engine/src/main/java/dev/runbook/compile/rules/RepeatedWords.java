package dev.runbook.compile.rules;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.Statement;

/**
 * Rejects a word that a block contains twice although it sets one value: the second would silently replace the first,
 * and a reader sees only the first.
 */
final class RepeatedWords extends CodeVisitorSupport {
    /** The words that set one value of the block around them. */
    private static final Set<String> SET_ONE_VALUE = Set.of(
            "description",
            "owner",
            "rto",
            "rpo",
            "budget",
            "retry",
            "attempt",
            "every",
            "holds",
            "keep",
            "severity",
            "sustained",
            "consecutive",
            "cooldown",
            "noData",
            "enabled",
            "when",
            "ifSilent",
            "within",
            "text",
            "template",
            "html",
            "lasts");

    private final VocabularyChecker checker;

    RepeatedWords(VocabularyChecker checker) {
        this.checker = checker;
    }

    @Override
    public void visitBlockStatement(BlockStatement block) {
        Map<String, Integer> lines = new HashMap<>();
        for (Statement statement : block.getStatements()) {
            if (statement instanceof ExpressionStatement expression
                    && expression.getExpression() instanceof MethodCallExpression call
                    && call.isImplicitThis()
                    && setsOneValue(call)) {
                Integer first = lines.putIfAbsent(call.getMethodAsString(), call.getLineNumber());
                if (first != null) {
                    checker.report(
                            call.getMethod(),
                            "'" + call.getMethodAsString() + "' is already set here, in line " + first,
                            "remove one of the two");
                }
            }
        }
        super.visitBlockStatement(block);
    }

    /** Whether the call sets the value of its word; {@code rpo 'History', 5.minutes} adds one of several. */
    private static boolean setsOneValue(MethodCallExpression call) {
        boolean named = "rpo".equals(call.getMethodAsString())
                && call.getArguments() instanceof TupleExpression arguments
                && arguments.getExpressions().size() > 1;
        return !named && SET_ONE_VALUE.contains(String.valueOf(call.getMethodAsString()));
    }
}
