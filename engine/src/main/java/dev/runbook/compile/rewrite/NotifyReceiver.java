package dev.runbook.compile.rewrite;

import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.ModuleNode;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;

/**
 * Gives {@code notify} its enclosing block as receiver. Without a receiver Groovy takes it for {@link Object#notify()}
 * and drops its arguments.
 */
public final class NotifyReceiver extends CodeVisitorSupport {
    static final String WORD = "notify";

    public void set(ModuleNode module) {
        module.getStatementBlock().visit(this);
    }

    @Override
    public void visitMethodCallExpression(MethodCallExpression call) {
        if (call.isImplicitThis() && WORD.equals(call.getMethodAsString())) {
            VariableExpression block = new VariableExpression("delegate");
            block.setSourcePosition(call.getMethod());
            call.setObjectExpression(block);
            call.setImplicitThis(false);
        }
        super.visitMethodCallExpression(call);
    }

    /** Returns whether the call is a word of the enclosing block, written without a receiver. */
    public static boolean isBare(MethodCallExpression call) {
        return call.isImplicitThis()
                || (WORD.equals(call.getMethodAsString())
                        && call.getObjectExpression() instanceof VariableExpression receiver
                        && "delegate".equals(receiver.getName()));
    }
}
