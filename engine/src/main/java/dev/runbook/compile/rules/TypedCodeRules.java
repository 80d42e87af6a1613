package dev.runbook.compile.rules;

import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.expr.ClosureExpression;

/** Checks the code of a runbook whose types are known, except the blocks of unknown words, whose words are unknown. */
abstract class TypedCodeRules extends CodeVisitorSupport {
    final VocabularyChecker checker;

    TypedCodeRules(VocabularyChecker checker) {
        this.checker = checker;
    }

    @Override
    public void visitClosureExpression(ClosureExpression block) {
        if (!checker.isUnjudgeable(block)) {
            super.visitClosureExpression(block);
        }
    }
}
