package dev.runbook.compile.rewrite;

import dev.runbook.compile.vocabulary.Vocabulary;
import dev.runbook.dsl.ActionBlock;
import dev.runbook.dsl.ActionWord;
import dev.runbook.dsl.ExpectBlock;
import dev.runbook.dsl.OwnResults;
import dev.runbook.dsl.RunbookScript;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.ClassCodeExpressionTransformer;
import org.codehaus.groovy.ast.ModuleNode;
import org.codehaus.groovy.ast.Parameter;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.DeclarationExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.ForStatement;
import org.codehaus.groovy.ast.stmt.Statement;
import org.codehaus.groovy.control.SourceUnit;

/**
 * Visits a parsed runbook and tracks the current block, the actions of the enclosing task, and the value names declared
 * so far.
 */
abstract class BlockVisitor extends ClassCodeExpressionTransformer {
    /**
     * A name declared for a value.
     *
     * @param block the block of the declaration; null when unknown
     * @param depth how many blocks enclose the declaration
     * @param element whether it names the element in a computing closure: {@code list.collect { name -> … }}
     */
    record Name(String text, ASTNode at, Class<?> block, int depth, boolean element) {}

    /**
     * A block about the outcome of a task, in which the task's results are in scope.
     *
     * @param actions of the task
     * @param depth how many blocks enclose its content
     * @param handle the name of the variable that holds the task's handle
     */
    record Handling(Set<ActionWord> actions, int depth, String handle) {}

    private static final String HANDLE = "$task";

    private final SourceUnit source;
    private final Deque<Map<String, Name>> names = new ArrayDeque<>();
    private Class<?> block = RunbookScript.class;
    private Set<ActionWord> actions = Set.of();
    private Handling handling;
    private int depth;
    private int handlings;

    BlockVisitor(SourceUnit source) {
        this.source = source;
    }

    public void visit(ModuleNode module) {
        module.getStatementBlock().visit(this);
    }

    @Override
    protected SourceUnit getSourceUnit() {
        return source;
    }

    /** Returns the class of the block whose words are usable here; empty inside a block whose own word is unknown. */
    final Optional<Class<?>> block() {
        return Optional.ofNullable(block);
    }

    /** How many blocks enclose this place. */
    final int depth() {
        return depth;
    }

    /** Returns the innermost enclosing block about the outcome of a task. */
    final Optional<Handling> handling() {
        return Optional.ofNullable(handling);
    }

    /** Returns the actions of the innermost enclosing task, background or probe. */
    final Set<ActionWord> actions() {
        return actions;
    }

    /** Returns the declaration of a name at this place, if it names a value. */
    final Optional<Name> named(String name) {
        return names.stream()
                .filter(scope -> scope.containsKey(name))
                .map(scope -> scope.get(name))
                .findFirst();
    }

    /** Returns whether a name can be read as a word here: a word of the block, or a result of the enclosing task. */
    final boolean isWord(String name) {
        return isWordOfBlock(name) || isLeft(name);
    }

    /**
     * Returns whether a name is a word of the block itself. A condition reads only the results of its task's action.
     */
    final boolean isWordOfBlock(String name) {
        return block().filter(here -> Vocabulary.isRead(here, name)).isPresent()
                && (!inConditions()
                        || Vocabulary.isRead(ExpectBlock.class.getSuperclass(), name)
                        || actions().isEmpty()
                        || ActionWord.leftBy(actions()).contains(name));
    }

    private boolean inConditions() {
        return block().filter(ExpectBlock.class::equals).isPresent();
    }

    private boolean isLeft(String name) {
        return handling()
                .filter(one -> ActionWord.leftBy(one.actions()).contains(name))
                .isPresent();
    }

    /**
     * Called before the content of a block is visited; the actions are still those of the enclosing block.
     *
     * @param inner the class of the block; null when its word is unknown
     */
    void enter(ClosureExpression closure, Class<?> inner) {}

    /** Called for every declared name, before its uses are visited. */
    void declared(Name name) {}

    /** Called after each statement of a block. */
    void visited(Statement statement) {}

    @Override
    public void visitBlockStatement(BlockStatement block) {
        names.push(new HashMap<>());
        for (Statement statement : block.getStatements()) {
            statement.visit(this);
            visited(statement);
        }
        names.pop();
    }

    @Override
    public void visitForLoop(ForStatement loop) {
        loop.setCollectionExpression(transform(loop.getCollectionExpression()));
        names.push(new HashMap<>());
        declare(loop.getValueVariable().getName(), loop.getValueVariable(), false);
        loop.getLoopBlock().visit(this);
        names.pop();
    }

    @Override
    public Expression transform(Expression expression) {
        if (expression instanceof ClosureExpression closure) {
            inside(closure, block, actions, true);
            return closure;
        }
        if (expression instanceof MethodCallExpression call && call.isImplicitThis()) {
            return word(call);
        }
        if (expression instanceof DeclarationExpression declaration
                && declaration.getLeftExpression() instanceof VariableExpression variable) {
            declaration.setRightExpression(transform(declaration.getRightExpression()));
            declare(variable.getName(), variable, false);
            return declaration;
        }
        return super.transform(expression);
    }

    /** Visits a bare call and its arguments. */
    Expression word(MethodCallExpression call) {
        String word = call.getMethodAsString();
        boolean value = named(word).isPresent();
        Optional<Class<?>> inner = value ? block() : block().flatMap(here -> Vocabulary.blockOf(here, word));
        if (call.getArguments() instanceof TupleExpression arguments) {
            arguments.getExpressions().replaceAll(argument -> {
                if (!value && argument instanceof ClosureExpression closure) {
                    blockOf(inner.orElse(null), closure);
                    return closure;
                }
                return transform(argument);
            });
        }
        return call;
    }

    private void blockOf(Class<?> inner, ClosureExpression closure) {
        Handling outer = handling;
        depth++;
        if (inner != null && OwnResults.class.isAssignableFrom(inner)) {
            handling = new Handling(actions, depth, HANDLE + ++handlings);
        }
        enter(closure, inner);
        boolean acts = inner != null && ActionBlock.class.isAssignableFrom(inner);
        inside(closure, inner, acts ? TaskActions.in(closure) : actions, false);
        depth--;
        handling = outer;
    }

    private void inside(ClosureExpression closure, Class<?> inner, Set<ActionWord> acting, boolean computes) {
        Class<?> outerBlock = block;
        Set<ActionWord> outerActions = actions;
        block = inner;
        actions = acting;
        names.push(new HashMap<>());
        if (closure.getParameters() != null) {
            for (Parameter parameter : closure.getParameters()) {
                declare(parameter.getName(), parameter, computes);
            }
        }
        closure.getCode().visit(this);
        names.pop();
        block = outerBlock;
        actions = outerActions;
    }

    private void declare(String text, ASTNode at, boolean element) {
        Name name = new Name(text, at, block, depth, element);
        names.getFirst().put(text, name);
        declared(name);
    }
}
