package dev.runbook.compile;

import dev.runbook.dsl.ActionWord;
import dev.runbook.dsl.Handle;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.Parameter;
import org.codehaus.groovy.ast.Variable;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;

/**
 * What handles and {@code expect} blocks offer: only what the action of their task leaves. A handle is declared plainly,
 * so that its action can be read off its block; {@link TaskResults} has noted it.
 */
final class HandleRules extends CodeVisitorSupport {
    static final ClassNode HANDLE = ClassHelper.make(Handle.class);
    private static final Set<String> ANY = ActionWord.leftBy(EnumSet.allOf(ActionWord.class));

    private final VocabularyChecker checker;
    private Set<ActionWord> judged;

    HandleRules(VocabularyChecker checker) {
        this.checker = checker;
    }

    /** Whether some action leaves a value of this name. */
    static boolean isLeftBySome(String name) {
        return ANY.contains(name);
    }

    @Override
    public void visitClosureExpression(ClosureExpression block) {
        Set<ActionWord> outer = judged;
        if (Actions.notedFor(block) != null) {
            judged = Actions.notedFor(block);
        }
        super.visitClosureExpression(block);
        judged = outer;
    }

    @Override
    public void visitPropertyExpression(PropertyExpression property) {
        if (property.getObjectExpression() instanceof VariableExpression handle && actionsOf(handle) != null) {
            boolean own = handle.getName().indexOf('$') >= 0;
            check(
                    actionsOf(handle),
                    property.getPropertyAsString(),
                    property.getProperty(),
                    own ? "the step" : "'" + handle.getName() + "'");
        }
        super.visitPropertyExpression(property);
    }

    private static Set<ActionWord> actionsOf(VariableExpression handle) {
        return handle.getAccessedVariable() instanceof VariableExpression declared ? Actions.notedFor(declared) : null;
    }

    @Override
    public void visitVariableExpression(VariableExpression variable) {
        Variable meant = variable.getAccessedVariable();
        boolean local = meant instanceof VariableExpression || meant instanceof Parameter;
        if (judged != null && !local && !variable.isThisExpression()) {
            check(judged, variable.getName(), variable, "the step");
        }
        if (HANDLE.equals(checker.typeOf(variable)) && actionsOf(variable) == null) {
            checker.report(
                    variable,
                    "the handle '" + variable.getName() + "' is not declared plainly",
                    "write def " + variable.getName() + " = step('…') { … }");
        }
    }

    private void check(Set<ActionWord> actions, String read, ASTNode place, String who) {
        Set<String> left = ActionWord.leftBy(actions);
        if (ANY.contains(read) && !left.contains(read) && !actions.isEmpty()) {
            String words = actions.stream().map(ActionWord::word).collect(Collectors.joining(" and "));
            String others = left.stream()
                    .filter(name -> !name.equals(ActionWord.OK))
                    .map(name -> ", " + name)
                    .collect(Collectors.joining());
            checker.report(
                    place,
                    who + " runs " + words + ", which leaves no '" + read + "'",
                    "it leaves: " + ActionWord.OK + others);
        }
    }
}
