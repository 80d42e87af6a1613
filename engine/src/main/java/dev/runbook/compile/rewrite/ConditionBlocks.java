package dev.runbook.compile.rewrite;

import dev.runbook.compile.source.Mistake;
import dev.runbook.compile.source.NodeText;
import dev.runbook.dsl.ConditionRecorder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.ModuleNode;
import org.codehaus.groovy.ast.Parameter;
import org.codehaus.groovy.ast.expr.ArgumentListExpression;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.BooleanExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.DeclarationExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.ListExpression;
import org.codehaus.groovy.ast.expr.MapEntryExpression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.CatchStatement;
import org.codehaus.groovy.ast.stmt.EmptyStatement;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.IfStatement;
import org.codehaus.groovy.ast.stmt.Statement;
import org.codehaus.groovy.ast.stmt.TryCatchStatement;
import org.codehaus.groovy.control.SourceUnit;

/**
 * Passes every line of an {@code expect}, {@code onlyIf} or {@code when} block to a {@link ConditionRecorder}, one by
 * one, so that all conditions that do not hold are reported, not only the first.
 *
 * <p>{@code status == 200} becomes {@code if ($conditions.next('status == 200', 3, 18, ['status'], [])) try {
 * $conditions.check(status == 200) } catch (RuntimeException e) { $conditions.broken(e) }}; {@code RecordedParts} adds
 * the parts once types are known.
 */
public final class ConditionBlocks extends CodeVisitorSupport {
    static final String RECORDER = "$conditions";
    public static final Set<String> WORDS = Set.of("expect", "onlyIf", "when");
    private static final Set<String> SIGNS = Set.of(">", ">=", "<", "<=");
    private static final ClassNode TYPE = ClassHelper.make(ConditionRecorder.class);
    private static final ClassNode FAULT = ClassHelper.make(RuntimeException.class);

    private final SourceUnit source;
    private final NodeText text;

    public ConditionBlocks(SourceUnit source, NodeText text) {
        this.source = source;
        this.text = text;
    }

    public void rewrite(ModuleNode module) {
        module.getStatementBlock().visit(this);
    }

    public static boolean opens(MethodCallExpression call) {
        return call.isImplicitThis() && WORDS.contains(call.getMethodAsString());
    }

    /** Returns the conditions in an option, {@code add 30, when: { … }}; empty for other calls. */
    public static List<MapEntryExpression> options(MethodCallExpression call) {
        if (!call.isImplicitThis()
                || !"add".equals(call.getMethodAsString())
                || !(call.getArguments() instanceof TupleExpression arguments)) {
            return List.of();
        }
        return arguments.getExpressions().stream()
                .filter(MapExpression.class::isInstance)
                .flatMap(options -> ((MapExpression) options).getMapEntryExpressions().stream())
                .filter(option -> WORDS.contains(option.getKeyExpression().getText())
                        && option.getValueExpression() instanceof ClosureExpression)
                .toList();
    }

    /** Returns whether a call passes the value of a condition to the recorder. */
    public static boolean judges(MethodCallExpression call) {
        return "check".equals(call.getMethodAsString())
                && call.getObjectExpression() instanceof VariableExpression receiver
                && RECORDER.equals(receiver.getName());
    }

    @Override
    public void visitMethodCallExpression(MethodCallExpression call) {
        super.visitMethodCallExpression(call);
        if (opens(call) && call.getArguments() instanceof TupleExpression arguments) {
            arguments
                    .getExpressions()
                    .replaceAll(argument -> argument instanceof ClosureExpression block
                            ? recorded(call.getMethodAsString(), block)
                            : argument);
        }
        options(call)
                .forEach(option -> option.setValueExpression(recorded(
                        option.getKeyExpression().getText(), (ClosureExpression) option.getValueExpression())));
    }

    private ClosureExpression recorded(String word, ClosureExpression block) {
        if (block.isParameterSpecified()) {
            report(block.getParameters()[0], "'" + word + "' takes no parameter: write only the conditions");
        }
        List<Statement> conditions = new ArrayList<>();
        for (Statement statement : ((BlockStatement) block.getCode()).getStatements()) {
            if (!(statement instanceof EmptyStatement)) {
                conditions.add(recorded(word, statement));
            }
        }
        if (conditions.isEmpty()) {
            report(block, "'" + word + "' contains no condition", "write what must be true, such as: exitCode == 0");
        }
        BlockStatement code = new BlockStatement();
        code.setSourcePosition(block.getCode());
        code.addStatements(conditions);
        ClosureExpression recorded = new ClosureExpression(new Parameter[] {new Parameter(TYPE, RECORDER)}, code);
        recorded.setSourcePosition(block);
        recorded.copyNodeMetaData(block);
        return recorded;
    }

    private Statement recorded(String word, Statement statement) {
        if (!(statement instanceof ExpressionStatement line)) {
            report(statement, "'" + word + "' contains only conditions, one per line", "join two with && or ||");
            return statement;
        }
        Expression condition = line.getExpression();
        if (condition instanceof DeclarationExpression) {
            report(condition, "'" + word + "' contains only conditions; declare the name before the block");
        }
        TryCatchStatement attempt = new TryCatchStatement(
                line(call(condition, "check", new ConstantsLast().transform(new AbsenceFirst().transform(condition)))),
                EmptyStatement.INSTANCE);
        Parameter fault = new Parameter(FAULT, "$fault");
        attempt.addCatch(new CatchStatement(fault, line(call(condition, "broken", new VariableExpression("$fault")))));
        attempt.setSourcePosition(statement);
        Expression wanted = call(
                condition,
                "next",
                new ConstantExpression(text.of(condition)),
                new ConstantExpression(condition.getLineNumber(), true),
                new ConstantExpression(condition.getColumnNumber(), true),
                names(condition),
                threshold(condition));
        return new IfStatement(new BooleanExpression(wanted), attempt, EmptyStatement.INSTANCE);
    }

    /** Returns the names in a condition: words of the block, and parts of their values. */
    private static ListExpression names(Expression condition) {
        Set<String> names = new TreeSet<>();
        condition.visit(new CodeVisitorSupport() {
            @Override
            public void visitVariableExpression(VariableExpression variable) {
                names.add(variable.getName());
            }

            @Override
            public void visitPropertyExpression(PropertyExpression property) {
                super.visitPropertyExpression(property);
                if (property.getPropertyAsString() != null) {
                    names.add(property.getPropertyAsString());
                }
            }
        });
        return new ListExpression(names.stream()
                .map(name -> (Expression) new ConstantExpression(name))
                .toList());
    }

    /** Value, sign and number of a comparison such as {@code errors.value > 0.10}; empty for other conditions. */
    private ListExpression threshold(Expression condition) {
        ListExpression threshold = new ListExpression();
        if (condition instanceof BinaryExpression comparison
                && SIGNS.contains(comparison.getOperation().getText())
                && comparison.getRightExpression() instanceof ConstantExpression number
                && number.getValue() instanceof Number
                && isRead(comparison.getLeftExpression())) {
            threshold.addExpression(new ConstantExpression(text.of(comparison.getLeftExpression())));
            threshold.addExpression(
                    new ConstantExpression(comparison.getOperation().getText()));
            threshold.addExpression(new ConstantExpression(number.getValue().toString()));
        }
        return threshold;
    }

    /** Returns whether an expression only reads a value: a name, or a part of one. */
    private static boolean isRead(Expression expression) {
        return expression instanceof VariableExpression
                || (expression instanceof PropertyExpression part && isRead(part.getObjectExpression()));
    }

    private static Expression call(Expression condition, String method, Expression... arguments) {
        MethodCallExpression call = new MethodCallExpression(
                new VariableExpression(RECORDER), method, new ArgumentListExpression(arguments));
        call.setImplicitThis(false);
        call.setSourcePosition(condition);
        return call;
    }

    private static Statement line(Expression call) {
        ExpressionStatement statement = new ExpressionStatement(call);
        statement.setSourcePosition(call);
        return statement;
    }

    private void report(ASTNode place, String message, String... cures) {
        new Mistake(place, message, cures).reportTo(source);
    }
}
