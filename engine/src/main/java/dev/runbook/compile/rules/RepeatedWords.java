package dev.runbook.compile.rules;

import dev.runbook.dsl.SetOnce;
import java.util.HashMap;
import java.util.Map;
import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.Statement;

/** Rejects a word that a block contains twice although it {@linkplain SetOnce sets one value}. */
final class RepeatedWords extends CodeVisitorSupport {
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

    private boolean setsOneValue(MethodCallExpression call) {
        return WordArguments.wordOf(checker, call)
                .filter(word -> word.isAnnotationPresent(SetOnce.class))
                .isPresent();
    }
}
