package dev.runbook.compile.rewrite;

import dev.runbook.dsl.ActionWord;
import dev.runbook.dsl.ExpectBlock;
import dev.runbook.dsl.OwnResults;
import java.util.EnumSet;
import java.util.Set;
import org.codehaus.groovy.ast.expr.ArgumentListExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.DeclarationExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.syntax.Token;

/**
 * Brings the results of a task into scope in the blocks about its outcome. {@code undo { shell "… ${stdout}" }} becomes
 * {@code undo { def $task1 = ownHandle(); shell "… ${$task1.stdout}" }}, so nested blocks such as {@code http} or
 * {@code notify} see it like any handle. Also records the actions behind each {@code expect}, for {@code HandleRules}.
 */
public final class TaskResults extends BlockVisitor {
    private static final Set<String> NAMES = ActionWord.leftBy(EnumSet.allOf(ActionWord.class));

    public TaskResults(SourceUnit source) {
        super(source);
    }

    @Override
    void enter(ClosureExpression closure, Class<?> inner) {
        if (ExpectBlock.class.equals(inner)) {
            TaskActions.note(closure, actions());
        }
        if (inner != null && OwnResults.class.isAssignableFrom(inner)) {
            handling().ifPresent(one -> declareHandle(closure, one));
        }
    }

    private static void declareHandle(ClosureExpression closure, Handling handling) {
        VariableExpression handle = new VariableExpression(handling.handle());
        TaskActions.note(handle, handling.actions());
        MethodCallExpression own =
                new MethodCallExpression(VariableExpression.THIS_EXPRESSION, "ownHandle", new ArgumentListExpression());
        DeclarationExpression declaration = new DeclarationExpression(handle, Token.newSymbol("=", -1, -1), own);
        ((BlockStatement) closure.getCode()).getStatements().add(0, new ExpressionStatement(declaration));
    }

    @Override
    public Expression transform(Expression expression) {
        if (expression instanceof VariableExpression variable) {
            return isOfTheTask(variable.getName()) ? read(variable) : variable;
        }
        return super.transform(expression);
    }

    private boolean isOfTheTask(String name) {
        return handling().isPresent()
                && NAMES.contains(name)
                && named(name).isEmpty()
                && block().filter(ExpectBlock.class::equals).isEmpty();
    }

    private PropertyExpression read(VariableExpression variable) {
        VariableExpression handle =
                new VariableExpression(handling().orElseThrow().handle());
        ConstantExpression name = new ConstantExpression(variable.getName());
        PropertyExpression read = new PropertyExpression(handle, name);
        handle.setSourcePosition(variable);
        name.setSourcePosition(variable);
        read.setSourcePosition(variable);
        return read;
    }
}
