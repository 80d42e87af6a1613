package dev.runbook.compile.rewrite;

import dev.runbook.dsl.ActionWord;
import java.util.EnumSet;
import java.util.Set;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;

/** Determines the actions of a task from its block; they decide which values the task provides. */
public final class TaskActions {
    private TaskActions() {}

    /** Returns the actions written directly in a block, not in nested blocks. */
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
                // has its own actions
            }
        });
        return found;
    }

    /** Records the actions behind a handle, an {@code expect} or another node that reads their results. */
    public static void note(ASTNode reader, Set<ActionWord> actions) {
        reader.putNodeMetaData(TaskActions.class, actions);
    }

    /** Returns the actions recorded for a node; null when the node reads no task results. */
    public static Set<ActionWord> notedFor(ASTNode reader) {
        return reader.getNodeMetaData(TaskActions.class);
    }
}
