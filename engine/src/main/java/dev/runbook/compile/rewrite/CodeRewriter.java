package dev.runbook.compile.rewrite;

import org.codehaus.groovy.ast.ClassCodeExpressionTransformer;
import org.codehaus.groovy.ast.ModuleNode;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.control.SourceUnit;

/** Rewrites expressions of parsed code, also inside blocks. */
abstract class CodeRewriter extends ClassCodeExpressionTransformer {
    private final SourceUnit source;

    CodeRewriter(SourceUnit source) {
        this.source = source;
    }

    public void rewrite(ModuleNode module) {
        module.getStatementBlock().visit(this);
    }

    @Override
    protected SourceUnit getSourceUnit() {
        return source;
    }

    @Override
    public Expression transform(Expression expression) {
        if (expression instanceof ClosureExpression block) {
            block.getCode().visit(this);
            return block;
        }
        return super.transform(expression);
    }
}
