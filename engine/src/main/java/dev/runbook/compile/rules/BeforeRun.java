package dev.runbook.compile.rules;

import dev.runbook.compile.vocabulary.Usage;
import dev.runbook.compile.vocabulary.Vocabulary;
import dev.runbook.dsl.Literal;
import dev.runbook.dsl.NamePosition;
import dev.runbook.dsl.Names;
import dev.runbook.dsl.Planned;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.transform.stc.StaticTypeCheckingSupport;

/**
 * Determines which arguments must be known before the run and therefore accept no value that only a run knows; reports
 * violations with a cure.
 */
final class BeforeRun {
    private final VocabularyChecker checker;

    BeforeRun(VocabularyChecker checker) {
        this.checker = checker;
    }

    /** Returns whether a positional argument must be known before the run, whatever its type accepts. */
    static boolean decides(Parameter parameter) {
        boolean name = parameter.isAnnotationPresent(Names.class)
                && parameter.getAnnotation(Names.class).option().length == 0;
        return name
                || Arrays.stream(parameter.getAnnotationsByType(Planned.class))
                        .anyMatch(planned -> planned.option().length == 0);
    }

    /**
     * Returns whether a named argument must be known before the run. The name of a target need not be where the call
     * lists those that it may be.
     */
    static boolean decides(Parameter parameter, String option, MapExpression given) {
        return (names(parameter, option) && !isChosen(parameter, given))
                || reason(parameter, option).isPresent();
    }

    private static boolean isChosen(Parameter parameter, MapExpression given) {
        String among = parameter.getAnnotation(Names.class).among();
        return given.getMapEntryExpressions().stream()
                .anyMatch(option -> option.getKeyExpression().getText().equals(among));
    }

    /**
     * Returns whether the only error in the arguments of a word is a value that only a run knows; reports that error.
     */
    boolean refuseOne(ClassNode scope, String word, ClassNode[] types, Expression arguments) {
        Optional<Method> meant = Vocabulary.methods(scope.getName())
                .filter(method -> method.getName().equals(word) && takes(method, types))
                .findFirst();
        OptionalInt late = IntStream.range(0, types.length)
                .filter(i -> ValueTypes.isRunTime(types[i]))
                .findFirst();
        if (meant.isEmpty() || late.isEmpty() || !(arguments instanceof TupleExpression given)) {
            return false;
        }
        refuse(given.getExpression(late.getAsInt()), meant.get(), parameter(meant.get(), late.getAsInt()));
        return true;
    }

    private boolean takes(Method word, ClassNode... types) {
        if (word.getParameterCount() != types.length && !word.isVarArgs()) {
            return false;
        }
        return IntStream.range(0, types.length).allMatch(i -> {
            ClassNode needed = ClassHelper.make(parameter(word, i).getType());
            return StaticTypeCheckingSupport.isAssignableTo(types[i], needed)
                    || (ValueTypes.isRunTime(types[i]) && !needed.equals(ClassHelper.MAP_TYPE));
        });
    }

    private static Parameter parameter(Method word, int index) {
        return word.getParameters()[Math.min(index, word.getParameterCount() - 1)];
    }

    /** Reports a value that only a run knows as a positional argument. */
    void refuse(Expression value, Method word, Parameter parameter) {
        String what = "'" + word.getName() + "'";
        if (parameter.isAnnotationPresent(Literal.class)) {
            WordArguments.refuseOutOfPlace(checker, word.getName(), value);
        } else if (parameter.isAnnotationPresent(Names.class)) {
            refuse(value, what, ofName(word.getName(), parameter.getAnnotation(Names.class)));
        } else {
            Planned planned = parameter.getAnnotation(Planned.class);
            refuse(value, what, planned == null ? usage(word) : of(planned.value()));
        }
    }

    /** Reports a value that only a run knows as a named argument. */
    void refuse(Expression value, Method word, Parameter parameter, String option, String sample) {
        String what = "'" + option + ":'";
        if (names(parameter, option)) {
            refuse(value, what, ofName(word.getName(), parameter.getAnnotation(Names.class)));
        } else {
            refuse(value, what, reason(parameter, option).map(BeforeRun::of).orElse("write " + option + ": " + sample));
        }
    }

    private void refuse(Expression value, String what, String cure) {
        checker.report(value, what + " takes a value known before the run; this one is known only in a run", cure);
    }

    private static boolean names(Parameter parameter, String option) {
        return parameter.isAnnotationPresent(Names.class)
                && List.of(parameter.getAnnotation(Names.class).option()).contains(option);
    }

    private static Optional<Planned.Reason> reason(Parameter parameter, String option) {
        Names names = parameter.getAnnotation(Names.class);
        if (names != null && names.among().equals(option)) {
            return Optional.of(Planned.Reason.SHOWN);
        }
        return Arrays.stream(parameter.getAnnotationsByType(Planned.class))
                .filter(planned -> List.of(planned.option()).contains(option))
                .map(Planned::value)
                .findFirst();
    }

    private static String ofName(String word, Names names) {
        return names.value().equals(NamePosition.NAME)
                ? "history, forecast and links use the name: write it literally, and put the value into a text of the "
                        + word
                : "check looks the " + names.value() + " up in the environment: "
                        + (names.among().isEmpty()
                                ? "write one step for each, with onlyIf { … } to choose"
                                : "list those it may be: " + names.among() + ": ['one', 'other']");
    }

    private static String of(Planned.Reason reason) {
        return switch (reason) {
            case FILE ->
                "check reads the file: write its name literally, or put the value into a text: \"./restore ${…}\"";
            case RUNBOOK -> "the other runbook is planned along with this one: write its name literally";
            case SHOWN -> "operators read it in the plan: write it literally, or read it from params or a setting";
        };
    }

    /** Describes the use: times, numbers and truth values define the plan; a text of type String is shown in it. */
    private static String usage(Method word) {
        return "the plan needs it before anything runs: write " + Usage.of(word);
    }
}
