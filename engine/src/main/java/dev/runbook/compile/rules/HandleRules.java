package dev.runbook.compile.rules;

import dev.runbook.compile.rewrite.TaskActions;
import dev.runbook.compile.rewrite.TaskResults;
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
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.DeclarationExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.syntax.Types;

/**
 * Checks that handles and {@code expect} blocks read only values that the action of their task provides. A handle must
 * be declared directly, so that its action can be determined from its block; {@link TaskResults} has recorded the
 * actions.
 */
final class HandleRules extends CodeVisitorSupport {
    static final ClassNode HANDLE = ClassHelper.make(Handle.class);
    private static final Set<String> ANY = ActionWord.leftBy(EnumSet.allOf(ActionWord.class));

    private final VocabularyChecker checker;
    private Set<ActionWord> judged;
    private Expression read;

    HandleRules(VocabularyChecker checker) {
        this.checker = checker;
    }

    /** Returns whether any action provides a value of this name. */
    static boolean isLeftBySome(String name) {
        return ANY.contains(name);
    }

    @Override
    public void visitClosureExpression(ClosureExpression block) {
        Set<ActionWord> outer = judged;
        if (TaskActions.notedFor(block) != null) {
            judged = TaskActions.notedFor(block);
        }
        super.visitClosureExpression(block);
        judged = outer;
    }

    @Override
    public void visitDeclarationExpression(DeclarationExpression declaration) {
        declaration.getRightExpression().visit(this);
    }

    @Override
    public void visitPropertyExpression(PropertyExpression property) {
        Expression handle = property.getObjectExpression();
        if (actionsOf(handle) != null) {
            check(actionsOf(handle), property.getPropertyAsString(), property.getProperty(), nameOf(handle));
        }
        readFrom(handle);
    }

    @Override
    public void visitMethodCallExpression(MethodCallExpression call) {
        if (isHandle(call.getObjectExpression())) {
            Set<ActionWord> actions = actionsOf(call.getObjectExpression());
            ((TupleExpression) call.getArguments())
                    .getExpressions().stream()
                            .filter(ClosureExpression.class::isInstance)
                            .forEach(block -> noteElement((ClosureExpression) block, actions));
            checkNamed(call, actions);
            readFrom(call.getObjectExpression());
            call.getArguments().visit(this);
        } else {
            super.visitMethodCallExpression(call);
        }
    }

    /** Checks the name of the value in {@code carried.sum('inserted')}. */
    private void checkNamed(MethodCallExpression call, Set<ActionWord> actions) {
        if (actions != null
                && ((TupleExpression) call.getArguments())
                                .getExpressions().stream().findFirst().orElse(null)
                        instanceof ConstantExpression named
                && named.getValue() instanceof String name) {
            checkProvided(actions, name, named, nameOf(call.getObjectExpression()));
        }
    }

    @Override
    public void visitBinaryExpression(BinaryExpression binary) {
        if (isElement(binary) && isHandle(binary.getLeftExpression())) {
            readFrom(binary.getLeftExpression());
            binary.getRightExpression().visit(this);
        } else {
            super.visitBinaryExpression(binary);
        }
    }

    private static boolean isElement(BinaryExpression binary) {
        return binary.getOperation().getType() == Types.LEFT_SQUARE_BRACKET;
    }

    /**
     * Records the actions of the iteration variable in {@code checks.every { it.ok }}: the values provided by every
     * iteration.
     */
    private static void noteElement(ClosureExpression block, Set<ActionWord> actions) {
        Parameter element = block.isParameterSpecified()
                ? block.getParameters()[0]
                : (Parameter) block.getVariableScope().getDeclaredVariable("it");
        if (actions != null && element != null) {
            TaskActions.note(element, actions);
        }
    }

    /** Rejects a handle itself as an argument of an action; only its values can be passed. */
    private void readFrom(Expression handle) {
        Expression outer = read;
        read = handle;
        handle.visit(this);
        read = outer;
    }

    private boolean isHandle(Expression expression) {
        ClassNode type = checker.typeOf(expression);
        return type.equals(HANDLE) || type.equals(ValueTypes.HANDLES);
    }

    /**
     * Returns the actions behind a handle, an element of a list of handles, or a list; null for anything else or if
     * unknown.
     */
    private static Set<ActionWord> actionsOf(Expression handle) {
        if (handle instanceof BinaryExpression binary && isElement(binary)) {
            return actionsOf(binary.getLeftExpression());
        }
        return handle instanceof VariableExpression variable
                        && variable.getAccessedVariable() instanceof ASTNode declared
                ? TaskActions.notedFor(declared)
                : null;
    }

    private static String nameOf(Expression handle) {
        String name = written(handle.getText());
        return name.isEmpty() ? "the step" : "'" + name + "'";
    }

    /** Returns the name of a handle as the author wrote it; empty for the handle of the enclosing task. */
    static String written(String name) {
        return name.replaceFirst("\\$.*", "");
    }

    @Override
    public void visitVariableExpression(VariableExpression variable) {
        Variable meant = variable.getAccessedVariable();
        boolean local = meant instanceof VariableExpression || meant instanceof Parameter;
        if (judged != null && !local && !variable.isThisExpression()) {
            check(judged, variable.getName(), variable, "the step");
        }
        if (!isHandle(variable) || checker.isMistaken(variable) || checker.inMistake(variable)) {
            return;
        }
        String name = written(variable.getName());
        if (actionsOf(variable) == null) {
            checker.report(
                    variable,
                    "the handle '" + name + "' is not declared plainly",
                    "write def " + name + " = step('…') { … }");
        } else if (read != variable) {
            String of = checker.typeOf(variable).equals(HANDLE) ? "." : "*.";
            checker.report(
                    variable,
                    "'" + name + "' is the whole result of a step, not a value",
                    "name what to read of it: " + name + of + ActionWord.OK);
        }
    }

    private void check(Set<ActionWord> actions, String read, ASTNode place, String who) {
        if (ANY.contains(read)) {
            checkProvided(actions, read, place, who);
        }
    }

    private void checkProvided(Set<ActionWord> actions, String read, ASTNode place, String who) {
        Set<String> left = ActionWord.leftBy(actions);
        if (!left.contains(read) && !actions.isEmpty()) {
            String words = actions.stream().map(ActionWord::word).collect(Collectors.joining(" and "));
            String others = left.stream()
                    .filter(name -> !name.equals(ActionWord.OK))
                    .map(name -> ", " + name)
                    .collect(Collectors.joining());
            boolean people = actions.stream().allMatch(ActionWord::asksPeople);
            String typed = actions.contains(ActionWord.MANUAL) ? ", and what people type: handle['name']" : "";
            checker.report(
                    place,
                    who + (people ? " asks people (" + words + ")" : " runs " + words) + ", which provides no '" + read
                            + "'",
                    "it provides: " + ActionWord.OK + others + typed);
        }
    }
}
