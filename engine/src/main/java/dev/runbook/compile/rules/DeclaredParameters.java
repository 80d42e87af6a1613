package dev.runbook.compile.rules;

import dev.runbook.compile.vocabulary.WordSuggestion;
import dev.runbook.value.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MapEntryExpression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;

/**
 * The declared parameters of a runbook with their types, collected from its {@code param} words before type checking.
 */
final class DeclaredParameters extends CodeVisitorSupport {
    private static final Map<String, ClassNode> TYPES = Map.of(
            "Integer",
            ClassHelper.Integer_TYPE,
            "Boolean",
            ClassHelper.Boolean_TYPE,
            "Duration",
            ClassHelper.make(Duration.class),
            "Instant",
            ClassHelper.make(Instant.class));

    private static final Set<String> BOUNDS = Set.of("matching", "oneOf");

    private final Map<String, ClassNode> declared = new TreeMap<>();
    private final Set<String> bounded = new HashSet<>();
    private final Set<String> chosen = new HashSet<>();
    private final Set<String> optional = new HashSet<>();

    DeclaredParameters(ClassNode script) {
        script.getDeclaredMethods("run").forEach(run -> run.getCode().visit(this));
    }

    @Override
    public void visitMethodCallExpression(MethodCallExpression call) {
        if (call.isImplicitThis()
                && "param".equals(call.getMethodAsString())
                && call.getArguments() instanceof TupleExpression arguments) {
            declare(arguments);
        }
        super.visitMethodCallExpression(call);
    }

    private void declare(TupleExpression arguments) {
        String name = null;
        ClassNode type = ClassHelper.STRING_TYPE;
        boolean bound = false;
        boolean few = false;
        boolean mayBeMissing = false;
        for (Expression argument : arguments.getExpressions()) {
            if (argument instanceof MapExpression options) {
                type = typeIn(options);
                few |= has(options, Set.of("oneOf"));
                bound |= has(options, BOUNDS);
                mayBeMissing |= has(options, Set.of("optional"));
            } else if (name == null && argument instanceof ConstantExpression constant) {
                name = String.valueOf(constant.getValue());
            }
        }
        if (name != null) {
            declared.put(name, type);
            if (mayBeMissing) {
                optional.add(name);
            }
            if (few || !type.equals(ClassHelper.STRING_TYPE)) {
                chosen.add(name);
            }
            if (bound || !type.equals(ClassHelper.STRING_TYPE)) {
                bounded.add(name);
            }
        }
    }

    private static boolean has(MapExpression options, Set<String> names) {
        return options.getMapEntryExpressions().stream()
                .anyMatch(option -> names.contains(option.getKeyExpression().getText()));
    }

    private static ClassNode typeIn(MapExpression options) {
        for (MapEntryExpression option : options.getMapEntryExpressions()) {
            if ("secret".equals(option.getKeyExpression().getText())
                    && "true".equals(option.getValueExpression().getText())) {
                return ClassHelper.make(Secret.class);
            }
            if ("type".equals(option.getKeyExpression().getText())) {
                String name = option.getValueExpression().getText();
                return TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), ClassHelper.STRING_TYPE);
            }
        }
        return ClassHelper.STRING_TYPE;
    }

    boolean declares(String name) {
        return declared.containsKey(name);
    }

    /** Returns whether the value is one of a few choices written by the author, or not a text. */
    boolean isChosen(String name) {
        return chosen.contains(name);
    }

    /** Returns whether the parameter accepts any text. */
    boolean isFreeText(String name) {
        return declared.containsKey(name) && !bounded.contains(name);
    }

    /** Returns whether the parameter is optional and null when omitted. */
    boolean isOptional(String name) {
        return optional.contains(name);
    }

    ClassNode typeOf(String name) {
        return declared.get(name);
    }

    String[] cureFor(String name) {
        String[] near = WordSuggestion.didYouMean(name, declared.keySet());
        return near.length > 0 ? near : new String[] {"declare it: param '" + name + "', 'what it is for'"};
    }
}
