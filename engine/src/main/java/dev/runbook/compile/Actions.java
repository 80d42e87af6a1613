package dev.runbook.compile;

import dev.runbook.dsl.ActionWord;
import java.util.EnumSet;
import java.util.Set;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;

/** The actions of a task, read off its block: what decides which values it leaves. */
final class Actions {
    private Actions() {}

    /** The actions written in a block, and not in the blocks inside it. */
    static Set<ActionWord> in(ClosureExpression task) {
        Set<ActionWord> found = EnumSet.noneOf(ActionWord.class);
        task.getCode().visit(new CodeVisitorSupport() {
            @Override
            public void visitMethodCallExpression(MethodCallExpression call) {
                if (call.isImplicitThis()) {
                    ActionWord.of(call.getMethodAsString()).ifPresent(found::add);
                }
            }

            @Override
            public void visitClosureExpression(ClosureExpression block) {
                // acts for itself
            }
        });
        return found;
    }

    /** Notes the actions behind a handle, an {@code expect} or another node that reads what they leave. */
    static void note(ASTNode reader, Set<ActionWord> actions) {
        reader.putNodeMetaData(Actions.class, actions);
    }

    /** The actions noted for a node; null when it reads nothing that a task leaves. */
    static Set<ActionWord> notedFor(ASTNode reader) {
        return reader.getNodeMetaData(Actions.class);
    }
}
