package dev.runbook.compile.rules;

import dev.runbook.compile.rewrite.ConditionBlocks;
import dev.runbook.compile.rewrite.DefaultValues;
import dev.runbook.compile.rewrite.NotifyReceiver;
import dev.runbook.compile.rewrite.PlainTexts;
import dev.runbook.compile.rewrite.VisibleHandles;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.codehaus.groovy.ast.ClassCodeExpressionTransformer;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.BooleanExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.DeclarationExpression;
import org.codehaus.groovy.ast.expr.EmptyExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.GStringExpression;
import org.codehaus.groovy.ast.expr.ListExpression;
import org.codehaus.groovy.ast.expr.MapEntryExpression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.ast.expr.StaticMethodCallExpression;
import org.codehaus.groovy.ast.expr.TernaryExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.syntax.Types;

/**
 * Defines where a value that only a run knows may be used: in {@code ${…}} of a word's text, as a word's argument
 * unless {@link BeforeRun} excludes it, in an untyped {@code def} or a text, list or map there, and in a block of
 * conditions. This is an allow-list of places: anywhere else the value would decide something during planning, when it
 * does not exist yet. The class changes nothing except for marking parameters that are only shown.
 */
final class RunTimePositions extends ClassCodeExpressionTransformer {
    /**
     * Marks a read of a parameter that is only inserted into a text, so that a check without values can use a
     * placeholder.
     */
    static final String SHOWN = "dev.runbook.shown";

    /** Marks the initial value of an untyped name: a text parameter may use a placeholder there too. */
    static final String NAMED = "dev.runbook.named";

    private final VocabularyChecker checker;
    private final Set<Expression> approved = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Expression> shown = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Blocks that are evaluated in a run only. */
    private final Set<Expression> known = Collections.newSetFromMap(new IdentityHashMap<>());

    RunTimePositions(VocabularyChecker checker) {
        this.checker = checker;
    }

    @Override
    protected SourceUnit getSourceUnit() {
        return checker.source();
    }

    @Override
    public Expression transform(Expression expression) {
        if (expression == null) {
            return null;
        }
        check(expression);
        if (expression instanceof ClosureExpression block) {
            if (!checker.isUnjudgeable(block) && !known.contains(block)) {
                block.getCode().visit(this);
            }
        } else if (expression instanceof MethodCallExpression call) {
            visitCall(call);
        } else if (expression instanceof PropertyExpression property) {
            visitProperty(property);
        } else if (expression instanceof DeclarationExpression declaration) {
            visitDeclaration(declaration);
        } else if (expression instanceof BinaryExpression binary) {
            if (binary.getOperation().getType() == Types.LEFT_SQUARE_BRACKET) {
                approved.add(binary.getLeftExpression());
            }
            super.transform(binary);
        } else if (expression instanceof BooleanExpression condition) {
            transform(condition.getExpression());
        } else if (expression instanceof GStringExpression text) {
            text.getValues().forEach(this::transform);
        } else {
            super.transform(expression);
        }
        return expression;
    }

    private void visitCall(MethodCallExpression call) {
        if (ConditionBlocks.opens(call) || !ConditionBlocks.options(call).isEmpty()) {
            return; // values are known when conditions are evaluated
        }
        if (NotifyReceiver.isBare(call)) {
            if (takesList(call)) {
                iteratedList(call).ifPresent(known::add);
            }
            approveArguments(call);
        } else {
            visitReceiver(call);
        }
        transform(call.getArguments());
    }

    /** Returns whether a word takes a block that returns a list known only in a run. */
    static boolean takesList(MethodCallExpression call) {
        return VisibleHandles.iterates(call) || "choose".equals(call.getMethodAsString());
    }

    /** Returns the block in {@code forEach(…, in: { … })}. */
    static Optional<Expression> iteratedList(MethodCallExpression call) {
        return ((TupleExpression) call.getArguments())
                .getExpressions().stream()
                        .filter(MapExpression.class::isInstance)
                        .flatMap(options -> ((MapExpression) options).getMapEntryExpressions().stream())
                        .filter(option -> "in".equals(option.getKeyExpression().getText()))
                        .map(option -> option.getValueExpression())
                        .findFirst();
    }

    private void visitReceiver(MethodCallExpression call) {
        Expression receiver = call.getObjectExpression();
        if (isRunTime(receiver)) {
            approve(receiver, true);
            if (!isRunTime(call) && !checker.isMistaken(call.getMethod())) {
                refuse(call.getMethod(), "what '" + call.getMethodAsString() + "' answers is");
                ((TupleExpression) call.getArguments())
                        .getExpressions().stream()
                                .filter(ClosureExpression.class::isInstance)
                                .forEach(known::add); // its calls on an element are part of the same mistake
            } else {
                ((TupleExpression) call.getArguments())
                        .getExpressions().stream()
                                .filter(ClosureExpression.class::isInstance)
                                .forEach(known::add); // called on each element once there are any
            }
        }
        transform(receiver);
    }

    private void visitProperty(PropertyExpression property) {
        approved.add(property.getObjectExpression());
        if (isRunTime(property.getObjectExpression())
                && !isRunTime(property)
                && !checker.isMistaken(property.getProperty())) {
            refuse(property.getProperty(), "'" + property.getPropertyAsString() + "' of it is");
        }
        if (shown.contains(property)) {
            property.putNodeMetaData(SHOWN, true);
        }
        transform(property.getObjectExpression());
    }

    private void visitDeclaration(DeclarationExpression declaration) {
        approved.add(declaration.getLeftExpression());
        if (declaration.getRightExpression() instanceof ClosureExpression computed) {
            known.add(computed); // its result is checked where it is called
        }
        if (declaration.getLeftExpression() instanceof VariableExpression variable && variable.isDynamicTyped()) {
            approve(declaration.getRightExpression(), false);
            declaration.getRightExpression().putNodeMetaData(NAMED, true);
        }
        transform(declaration.getRightExpression());
    }

    private void approveArguments(MethodCallExpression call) {
        if (!(call.getArguments() instanceof TupleExpression given)) {
            return;
        }
        MethodNode target = checker.targetOf(call);
        Optional<Method> word = Optional.ofNullable(target).flatMap(WordArguments::methodOf);
        List<Expression> arguments = given.getExpressions();
        for (int i = 0; i < arguments.size(); i++) {
            Parameter[] parameters = word.map(Method::getParameters).orElse(new Parameter[0]);
            if (i < parameters.length && "param".equals(call.getMethodAsString())) {
                refuseOptions(word.orElseThrow(), parameters[i], arguments.get(i));
            } else if (i >= parameters.length) {
                approve(arguments.get(i), takesAnything(parameters, i));
            } else if (arguments.get(i) instanceof MapExpression options) {
                approveOptions(word.orElseThrow(), parameters[i], options);
            } else if (!BeforeRun.decides(parameters[i])) {
                approve(arguments.get(i), takesAnything(parameters, i));
            } else if (isRunTime(arguments.get(i))) {
                new BeforeRun(checker).refuse(arguments.get(i), word.orElseThrow(), parameters[i]);
            }
        }
    }

    private void approveOptions(Method word, Parameter parameter, MapExpression options) {
        approved.add(options);
        options.getMapEntryExpressions().stream()
                .filter(option ->
                        !BeforeRun.decides(parameter, option.getKeyExpression().getText(), options))
                .forEach(option -> approve(option.getValueExpression(), true));
        refuseOptions(word, parameter, options);
    }

    private void refuseOptions(Method word, Parameter parameter, Expression argument) {
        if (argument instanceof MapExpression options) {
            for (MapEntryExpression option : options.getMapEntryExpressions()) {
                String name = option.getKeyExpression().getText();
                Expression value = option.getValueExpression();
                if (BeforeRun.decides(parameter, name, options) && isRunTime(value) && !checker.isMistaken(value)) {
                    new BeforeRun(checker).refuse(value, word, parameter, name, "");
                }
            }
        }
    }

    private static boolean takesAnything(Parameter[] parameters, int index) {
        if (parameters.length == 0) {
            return false;
        }
        Class<?> type = parameters[Math.min(index, parameters.length - 1)].getType();
        return type == Object.class || type == Object[].class;
    }

    /** @param inside whether the value is part of a text, a list or a map rather than the argument itself */
    private void approve(Expression argument, boolean inside) {
        approved.add(argument);
        if (inside) {
            shown.add(argument);
        }
        PlainTexts.textOf(argument).ifPresent(text -> approve(text, true));
        if (argument instanceof MapExpression map) {
            map.getMapEntryExpressions().forEach(entry -> approve(entry.getValueExpression(), true));
        } else if (argument instanceof ListExpression list) {
            list.getExpressions().forEach(element -> approve(element, true));
        } else if (argument instanceof GStringExpression text) {
            text.getValues().forEach(value -> approve(value, true));
        } else if (DefaultValues.isOne(argument)) {
            List<Expression> values = arguments((StaticMethodCallExpression) argument);
            approve(values.get(0), inside);
            if (isRunTime(argument)) {
                known.add(values.get(1)); // evaluated only when the first value is known to be missing
            }
        } else if (argument instanceof BinaryExpression computed
                && !(argument instanceof DeclarationExpression)
                && isRunTime(computed)) {
            approve(computed.getLeftExpression(), true);
            approve(computed.getRightExpression(), true);
        } else if (argument instanceof TernaryExpression choice) {
            approve(choice.getTrueExpression(), false);
            approve(choice.getFalseExpression(), false);
        }
    }

    private static List<Expression> arguments(StaticMethodCallExpression call) {
        return ((TupleExpression) call.getArguments()).getExpressions();
    }

    private void check(Expression expression) {
        if (isRunTime(expression)
                && !approved.contains(expression)
                && !checker.isMistaken(expression)
                && !isDeclaration(expression)
                && !(expression instanceof EmptyExpression)
                && !(expression instanceof DeclarationExpression)
                && !(expression instanceof BooleanExpression)) {
            refuse(expression, "this value is");
        }
    }

    /** Returns whether a word declares something and returns its value, which need not be used. */
    private static boolean isDeclaration(Expression expression) {
        return expression instanceof MethodCallExpression call
                && call.isImplicitThis()
                && "score".equals(call.getMethodAsString());
    }

    private void refuse(org.codehaus.groovy.ast.ASTNode place, String what) {
        checker.report(
                place,
                what + " known only in a run, and the plan cannot depend on it",
                "use it in ${…} of a command or message, or in a condition: onlyIf { … } or expect { … }");
    }

    private boolean isRunTime(Expression expression) {
        ClassNode type = checker.typeOf(expression);
        return ValueTypes.isRunTime(type) || type.equals(ValueTypes.HANDLES);
    }
}
