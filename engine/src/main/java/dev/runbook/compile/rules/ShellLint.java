package dev.runbook.compile.rules;

import dev.runbook.AuthorException;
import dev.runbook.action.shell.syntax.Bashism;
import dev.runbook.action.shell.syntax.ShellText;
import dev.runbook.compile.source.NodeText;
import dev.runbook.compile.source.PositionedText;
import dev.runbook.compile.source.Warnings;
import dev.runbook.compile.syntax.HiddenCharacters;
import dev.runbook.dsl.Literal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.GStringExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;

/**
 * Warns about bash-only syntax in shell text, and about values that are passed unchanged but may still do harm: parsed
 * again by the called command, evaluated, or taken for an option.
 */
final class ShellLint extends CodeVisitorSupport {
    /** Words of the environment, which the operators control as they control the runbook. */
    private static final Set<String> OF_THE_ENVIRONMENT = Set.of("service", "setting", "host", "json");

    private static final Set<ClassNode> HARMLESS = Set.of(
            ClassHelper.Integer_TYPE,
            ClassHelper.int_TYPE,
            ClassHelper.Boolean_TYPE,
            ClassHelper.boolean_TYPE,
            ClassHelper.make(Duration.class),
            ClassHelper.make(Instant.class),
            ValueTypes.SETTING);

    private final VocabularyChecker checker;
    private final DeclaredParameters parameters;
    private final Warnings warnings;

    ShellLint(VocabularyChecker checker, DeclaredParameters parameters, Warnings warnings) {
        this.checker = checker;
        this.parameters = parameters;
        this.warnings = warnings;
    }

    @Override
    public void visitMethodCallExpression(MethodCallExpression call) {
        WordArguments.each(checker, call, (parameter, argument) -> {
            Literal literal = parameter.getAnnotation(Literal.class);
            if (literal != null && literal.value() == Literal.Language.SHELL) {
                shell(argument, call);
            }
        });
        super.visitMethodCallExpression(call);
    }

    @Override
    public void visitConstantExpression(ConstantExpression constant) {
        if (constant.getValue() instanceof String written) {
            HiddenCharacters.findLookAlike(written)
                    .ifPresent(mix -> warnings.add(constant, constant, mix, "write it in one script", Warnings.SAY_SO));
        }
    }

    private void shell(Expression argument, MethodCallExpression call) {
        ShellText text;
        try {
            text = ShellText.of(PositionedText.parts(argument));
        } catch (AuthorException reportedAlready) {
            return;
        }
        if (argument instanceof GStringExpression template) {
            List<ShellText.Gap> gaps = text.gaps();
            for (int i = 0; i < gaps.size(); i++) {
                value(text, gaps.get(i), template.getValue(i), call);
            }
        }
        WordArguments.options(call, "env")
                .forEach((name, value) -> text.computing(name)
                        .filter(expression -> isUnbounded(value))
                        .ifPresent(expression -> computed(expression, name, value, call)));
        PositionedText written = new PositionedText(NodeText.of(checker.source()), argument);
        for (Bashism bashism : text.bashisms()) {
            warnings.add(
                    written.place(bashism.offset(), bashism.text()),
                    call,
                    bashism.problem(),
                    bashism.cure(),
                    "if this is intended, say why: # known: WHY, on this line");
        }
    }

    private void value(ShellText text, ShellText.Gap gap, Expression value, MethodCallExpression call) {
        if (gap.readAgainBy().isPresent() && isForeign(value)) {
            String by = gap.readAgainBy().get();
            warnings.add(
                    value,
                    call,
                    "'" + by + "' evaluates this value again, as code: commands in it would run",
                    cure(by),
                    Warnings.SAY_SO);
            return;
        }
        Optional<String> computing = isUnbounded(value) ? text.computing(gap) : Optional.empty();
        if (computing.isPresent()) {
            computed(computing.get(), "x", value, call);
        } else if (gap.optionOf().isPresent() && isFree(value)) {
            String command = gap.optionOf().get();
            warnings.add(
                    value,
                    call,
                    "a value that begins with - would be an option to '" + command + "'",
                    "write -- before it: what follows is not an option; or bound the parameter by matching: or oneOf:",
                    Warnings.SAY_SO);
        }
    }

    private void computed(String expression, String name, Expression value, MethodCallExpression call) {
        warnings.add(
                value,
                call,
                "'" + expression + "' computes this value, and bash runs commands hidden in what it computes",
                "declare the parameter with type: Integer, or refuse other values before: case $" + name
                        + " in '' | *[!0-9]*) exit 1 ;; esac",
                Warnings.SAY_SO);
    }

    private static String cure(String by) {
        if (by.equals("ssh")) {
            return "use the engine's own ssh: ssh '…', on: 'HOST'";
        }
        if (by.startsWith("psql") || by.startsWith("mysql") || by.startsWith("sqlcmd")) {
            return "use the engine's own sql: sql '…', on: 'DATABASE'";
        }
        return by.equals("awk") || by.endsWith("awk")
                ? "pass it as a variable: awk -v name=VALUE"
                : "pass it as an argument or as an environment variable";
    }

    /** Returns whether the value may contain text that neither the author nor the environment wrote. */
    private boolean isForeign(Expression value) {
        if (value instanceof PropertyExpression property
                && ValueTypes.PARAMS.equals(checker.typeOf(property.getObjectExpression()))) {
            return !parameters.isChosen(property.getPropertyAsString());
        }
        boolean ours = value instanceof MethodCallExpression call
                && call.isImplicitThis()
                && OF_THE_ENVIRONMENT.contains(call.getMethodAsString());
        return !ours && !HARMLESS.contains(checker.typeOf(value));
    }

    /** Returns whether the value may contain any text: foreign, and not a parameter restricted by a pattern. */
    private boolean isUnbounded(Expression value) {
        boolean parameter = value instanceof PropertyExpression property
                && ValueTypes.PARAMS.equals(checker.typeOf(property.getObjectExpression()));
        return isForeign(value) && (!parameter || isFree(value));
    }

    /** Returns whether the beginning of the value is unrestricted: a free-text parameter, or a result of the run. */
    private boolean isFree(Expression value) {
        if (value instanceof PropertyExpression property
                && ValueTypes.PARAMS.equals(checker.typeOf(property.getObjectExpression()))) {
            return parameters.isFreeText(property.getPropertyAsString());
        }
        return false;
    }
}
