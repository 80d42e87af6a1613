package dev.runbook.compile.rewrite;

import dev.runbook.compile.source.Mistake;
import dev.runbook.compile.vocabulary.Vocabulary;
import dev.runbook.dsl.ActionWord;
import dev.runbook.dsl.FirstOfBlock;
import dev.runbook.dsl.HandleScope;
import dev.runbook.dsl.MeasureBlock;
import dev.runbook.dsl.QuestionBlock;
import dev.runbook.dsl.TaskBlock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.ModuleNode;
import org.codehaus.groovy.ast.expr.ArgumentListExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.DeclarationExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.ListExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.StaticMethodCallExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.ForStatement;
import org.codehaus.groovy.ast.stmt.Statement;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.syntax.Token;

/**
 * Makes a handle visible after the container of its declaration, where Groovy's scoping would hide it. The declaration
 * records the handle; where the handle is used after the container, a declaration that fetches it is inserted after the
 * container:
 *
 * <pre>{@code
 * phase('Save') { def backup = keep(1, step('Back up') { … }) }
 * def backup$1 = handle('backup', [1])
 * step('Use') { shell "restore ${backup$1.stdout}" }
 * }</pre>
 *
 * After a loop the handle is a list of the handles of all iterations. Also records the actions behind each handle, for
 * {@code HandleRules}.
 */
public final class VisibleHandles extends BlockVisitor {
    private static final Set<String> ITERATING = Set.of("forEach", "firstOf");
    private static final ClassNode SCOPE = ClassHelper.make(HandleScope.class);

    /** {@code def backup = step('…') { … }}. */
    private static final class Handle {
        private final int number;
        private final DeclarationExpression declaration;
        private final Set<ActionWord> actions;
        private boolean read;
        private boolean readAfterLoop;

        Handle(int number, DeclarationExpression declaration, Set<ActionWord> actions) {
            this.number = number;
            this.declaration = declaration;
            this.actions = actions;
        }

        String name() {
            return declaration.getVariableExpression().getName();
        }

        /** Returns the name of the step if it is a plain text, else the name of the handle. */
        String shown() {
            MethodCallExpression call = (MethodCallExpression) declaration.getRightExpression();
            return ((TupleExpression) call.getArguments()).getExpressions().get(0) instanceof ConstantExpression name
                    ? name.getText()
                    : name();
        }
    }

    /** A handle as seen from a block around its container. */
    private record Inner(Handle handle, boolean inLoop) {}

    /** A block of statements, and its handles so far. */
    private static final class Level {
        private final List<Handle> own = new ArrayList<>();
        private final List<Inner> inStatement = new ArrayList<>();
        private final Map<String, List<Inner>> visible = new HashMap<>();
        private final Map<String, VariableExpression> declared = new HashMap<>();
        private final Map<Statement, List<Statement>> after = new HashMap<>();
        private final Map<String, Statement> container = new HashMap<>();
    }

    private final SourceUnit source;
    private final Deque<Level> levels = new ArrayDeque<>();
    private final List<Handle> handles = new ArrayList<>();
    private int declarations;

    public VisibleHandles(SourceUnit source) {
        super(source);
        this.source = source;
    }

    @Override
    public void visit(ModuleNode module) {
        super.visit(module);
        module.putNodeMetaData(
                VisibleHandles.class,
                handles.stream().map(handle -> handle.declaration).toList());
        handles.stream().filter(handle -> handle.read).forEach(VisibleHandles::keep);
    }

    /** Returns the cure for an unknown name that is the name of a handle; empty for other names. */
    @SuppressWarnings("unchecked")
    public static Optional<String> cure(VariableExpression use, ModuleNode module) {
        List<DeclarationExpression> declared = module.getNodeMetaData(VisibleHandles.class);
        return declared.stream()
                .filter(one -> one.getVariableExpression().getName().equals(use.getName()))
                .filter(one -> use.getLineNumber() <= one.getLastLineNumber())
                .findFirst()
                .map(one -> use.getLineNumber() < one.getLineNumber()
                        ? "it is declared below, in line " + one.getLineNumber() + ": use it after that"
                        : "a step has no results before it runs: they are in scope in its expect, onFailure and undo");
    }

    @Override
    public void visitBlockStatement(BlockStatement block) {
        Level level = new Level();
        levels.push(level);
        super.visitBlockStatement(block);
        levels.pop();
        level.after.forEach((container, added) ->
                block.getStatements().addAll(block.getStatements().indexOf(container) + 1, added));
        if (!levels.isEmpty()) {
            level.own.forEach(handle -> levels.peek().inStatement.add(new Inner(handle, false)));
            level.visible.values().forEach(levels.peek().inStatement::addAll);
        }
    }

    @Override
    void visited(Statement statement) {
        Level level = levels.peek();
        boolean loop = isLoop(statement);
        for (Inner inner : level.inStatement) {
            String name = inner.handle().name();
            level.visible
                    .computeIfAbsent(name, any -> new ArrayList<>())
                    .add(new Inner(inner.handle(), inner.inLoop() || loop));
            level.declared.remove(name);
            level.container.put(name, statement);
        }
        level.inStatement.clear();
    }

    private static boolean isLoop(Statement statement) {
        return statement instanceof ForStatement
                || (statement instanceof ExpressionStatement line
                        && (line.getExpression() instanceof DeclarationExpression declaration
                                        ? declaration.getRightExpression()
                                        : line.getExpression())
                                instanceof MethodCallExpression call
                        && call.isImplicitThis()
                        && iterates(call));
    }

    /**
     * Returns whether a call is a {@code forEach} or a {@code firstOf}, whose block runs once for each element of a
     * list.
     */
    public static boolean iterates(MethodCallExpression call) {
        return ITERATING.contains(call.getMethodAsString());
    }

    @Override
    public Expression transform(Expression expression) {
        if (expression instanceof DeclarationExpression declaration) {
            Optional<Set<ActionWord>> actions = actionsOf(declaration);
            Expression transformed = super.transform(declaration);
            actions.ifPresent(found -> declare(declaration, found));
            return transformed;
        }
        if (expression instanceof VariableExpression variable
                && named(variable.getName()).isEmpty()) {
            return levels.stream()
                    .filter(level -> level.visible.containsKey(variable.getName()))
                    .findFirst()
                    .map(level -> read(variable, level))
                    .orElse(variable);
        }
        return super.transform(expression);
    }

    /** Returns the actions of the task whose handle is declared; empty when the declaration is not of a handle. */
    private Optional<Set<ActionWord>> actionsOf(DeclarationExpression declaration) {
        Optional<Class<?>> opened = opened(declaration);
        if (opened.filter(FirstOfBlock.class::equals).isPresent()) {
            return Optional.of(EnumSet.of(ActionWord.FIRST_OF));
        }
        if (opened.filter(QuestionBlock.class::isAssignableFrom).isPresent()) {
            MethodCallExpression call = (MethodCallExpression) declaration.getRightExpression();
            return ActionWord.of(call.getMethodAsString()).map(word -> (Set<ActionWord>) EnumSet.of(word));
        }
        if (declaration.getLeftExpression() instanceof VariableExpression
                && declaration.getRightExpression() instanceof MethodCallExpression call
                && call.getArguments() instanceof TupleExpression arguments
                && opened.filter(VisibleHandles::leavesResults).isPresent()) {
            return arguments.getExpressions().stream()
                    .filter(ClosureExpression.class::isInstance)
                    .map(body -> TaskActions.in((ClosureExpression) body))
                    .findFirst();
        }
        return Optional.empty();
    }

    /** Returns the block that the call on the right of a declaration opens. */
    private Optional<Class<?>> opened(DeclarationExpression declaration) {
        return declaration.getRightExpression() instanceof MethodCallExpression call && call.isImplicitThis()
                ? block().<Class<?>>flatMap(here -> Vocabulary.blockOf(here, call.getMethodAsString()))
                : Optional.empty();
    }

    private static boolean leavesResults(Class<?> block) {
        return TaskBlock.class.isAssignableFrom(block) || block == MeasureBlock.class;
    }

    private void declare(DeclarationExpression declaration, Set<ActionWord> actions) {
        Handle handle = new Handle(handles.size() + 1, declaration, actions);
        handles.add(handle);
        levels.peek().own.add(handle);
        TaskActions.note(declaration.getVariableExpression(), actions);
    }

    /** Rewrites the use of a handle after the container of its declaration. */
    private Expression read(VariableExpression use, Level level) {
        List<Inner> meant = level.visible.get(use.getName());
        VariableExpression first = meant.get(0).handle().declaration.getVariableExpression();
        if (isWord(use.getName())) {
            new Mistake(first, NameClashes.message(use.getName(), use), NameClashes.RENAME).reportTo(source);
            return use;
        }
        boolean list = meant.get(meant.size() - 1).inLoop();
        if (meant.stream().anyMatch(inner -> inner.inLoop() != list)) {
            new Mistake(
                            first,
                            "'" + use.getName() + "' names one step here, and those of a loop in another place",
                            NameClashes.RENAME)
                    .reportTo(source);
            return use;
        }
        meant.forEach(inner -> {
            inner.handle().read = true;
            inner.handle().readAfterLoop |= inner.inLoop();
        });
        VariableExpression after =
                level.declared.computeIfAbsent(use.getName(), name -> declareAfter(level, name, meant, list));
        VariableExpression read = new VariableExpression(after.getName());
        read.setSourcePosition(use);
        return read;
    }

    /** Inserts a declaration of the handle, or of the handles of all iterations, after the container. */
    private VariableExpression declareAfter(Level level, String name, List<Inner> meant, boolean list) {
        VariableExpression variable = new VariableExpression(name + "$" + ++declarations);
        Set<ActionWord> actions = EnumSet.noneOf(ActionWord.class);
        ListExpression numbers = new ListExpression();
        for (Inner inner : meant) {
            actions.addAll(inner.handle().actions);
            numbers.addExpression(new ConstantExpression(inner.handle().number, true));
        }
        TaskActions.note(variable, actions);
        String shown = list ? name : meant.get(meant.size() - 1).handle().shown();
        Expression ask = new StaticMethodCallExpression(
                SCOPE, list ? "handles" : "handle", new ArgumentListExpression(new ConstantExpression(shown), numbers));
        level.after
                .computeIfAbsent(level.container.get(name), container -> new ArrayList<>())
                .add(new ExpressionStatement(new DeclarationExpression(variable, Token.newSymbol("=", -1, -1), ask)));
        return variable;
    }

    private static void keep(Handle handle) {
        Expression step = handle.declaration.getRightExpression();
        StaticMethodCallExpression keep = new StaticMethodCallExpression(
                SCOPE,
                "keep",
                new ArgumentListExpression(
                        new ConstantExpression(handle.number, true),
                        new ConstantExpression(handle.readAfterLoop, true),
                        step));
        keep.setSourcePosition(step);
        handle.declaration.setRightExpression(keep);
    }
}
